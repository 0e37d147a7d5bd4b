/* LD_PRELOAD library that counts fsync and fdatasync of a process into the file OTKLIK_SYNCS, eight bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t *count;

__attribute__((constructor)) static void Start(void) {
  const char *path = getenv("OTKLIK_SYNCS");
  if (!path) return;
  const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, sizeof *count) != 0) abort();
  void *memory = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) abort();
  count = memory;
  close(file);
}

static int Counted(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (count) __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
  return real(file);
}

int fsync(int file) { return Counted("fsync", file); }
int fdatasync(int file) { return Counted("fdatasync", file); }
