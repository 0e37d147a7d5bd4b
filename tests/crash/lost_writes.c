/* LD_PRELOAD library that makes a power cut possible to play: before every write to a file of the folder
 * OTKLIK_LOST_WRITES_FOLDER it keeps what stood there in OTKLIK_LOST_WRITES_UNDO/<file>.undo, and forgets it when that file is
 * synced. After kill -9 the undo files hold exactly what a disk without the un-synced writes would have; power_cut.mjs puts
 * it back. Writes go to the real file, so reads and memory maps see them. Not followed: <db>-shm, which no power cut
 * preserves and SQLite makes anew, and the lock file.
 *
 * OTKLIK_LOST_WRITES_STOP_AT=n ends the process before its n-th write to a file that is no write-ahead log: amid a checkpoint.
 *
 * A record is four 64-bit numbers (offset, bytes kept, size of the file before, a mark) and the bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { kFiles = 64, kDescriptors = 65536, kName = 256 };
static const uint64_t kMark = 0x6f646e75; /* "undo" */

struct File {
  char name[kName];
  int undo;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct File files[kFiles];
static int file_count;
static unsigned char followed[kDescriptors]; /* descriptor -> index in `files` + 1 */

static void *Real(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (!function) abort();
  return function;
}
#define REAL(type, name) const type real = (type)Real(name)

typedef int (*Open)(const char *, int, ...);
typedef ssize_t (*Write)(int, const void *, size_t);
typedef ssize_t (*WriteAt)(int, const void *, size_t, off_t);
typedef int (*Truncate)(int, off_t);
typedef int (*OnDescriptor)(int);
typedef int (*OnPath)(const char *);

static void Fail(const char *what) {
  perror(what);
  _exit(99);
}

static int EndsWith(const char *text, const char *end) {
  const size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* The file's name inside the folder, or NULL if it is not followed. */
static const char *NameOf(const char *path) {
  const char *folder = getenv("OTKLIK_LOST_WRITES_FOLDER");
  const size_t length = folder ? strlen(folder) : 0;
  if (!length || strncmp(path, folder, length) != 0 || path[length] != '/') return NULL;
  const char *name = path + length + 1;
  if (strchr(name, '/') || EndsWith(name, "-shm") || strcmp(name, "lock") == 0 || strlen(name) >= kName) return NULL;
  return name;
}

static int OpenReal(const char *path, int flags, mode_t mode) {
  REAL(Open, "open64");
  return real(path, flags, mode);
}

static int UndoOf(const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.undo", getenv("OTKLIK_LOST_WRITES_UNDO"), name);
  const int undo = OpenReal(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (undo < 0) Fail(path);
  return undo;
}

static void Follow(int descriptor, const char *path) {
  const char *name = descriptor >= 0 ? NameOf(path) : NULL;
  if (!name) return;
  struct stat info;
  if (descriptor >= kDescriptors || fstat(descriptor, &info) != 0) Fail(path);
  if (!S_ISREG(info.st_mode)) return;
  pthread_mutex_lock(&mutex);
  int i = 0;
  while (i < file_count && strcmp(files[i].name, name) != 0) ++i;
  if (i == kFiles) Fail("too many files");
  if (i == file_count) {
    strcpy(files[i].name, name);
    files[i].undo = UndoOf(name);
    ++file_count;
  }
  followed[descriptor] = (unsigned char)(i + 1);
  pthread_mutex_unlock(&mutex);
}

static struct File *FileOf(int descriptor) {
  if (descriptor < 0 || descriptor >= kDescriptors || !followed[descriptor]) return NULL;
  return &files[followed[descriptor] - 1];
}

static void WriteReal(int descriptor, const void *bytes, size_t size) {
  REAL(Write, "write");
  if (real(descriptor, bytes, size) != (ssize_t)size) Fail("undo file");
}

/* Keeps what the next change of [offset, offset + size) would overwrite or cut off. */
static void Keep(const struct File *file, int descriptor, off_t offset, size_t size) {
  struct stat info;
  if (fstat(descriptor, &info) != 0) Fail("fstat");
  size_t kept = 0;
  if (offset < info.st_size) kept = (size_t)(info.st_size - offset) < size ? (size_t)(info.st_size - offset) : size;
  char *record = malloc(4 * sizeof(uint64_t) + kept);
  if (!record) Fail("malloc");
  const uint64_t head[4] = {(uint64_t)offset, kept, (uint64_t)info.st_size, kMark};
  memcpy(record, head, sizeof head);
  if (kept && pread(descriptor, record + sizeof head, kept, offset) != (ssize_t)kept) Fail("pread");
  WriteReal(file->undo, record, sizeof head + kept);
  free(record);
}

static void StopAmidCheckpoint(const struct File *file) {
  static long left = -1;
  const char *at = getenv("OTKLIK_LOST_WRITES_STOP_AT");
  if (!at || EndsWith(file->name, "-wal")) return;
  if (left < 0) left = atol(at);
  if (--left == 0) kill(getpid(), SIGKILL);
}

static void Forget(const struct File *file) {
  REAL(Truncate, "ftruncate64");
  if (real(file->undo, 0) != 0) Fail("ftruncate");
}

static int OpenFollowed(const char *path, int flags, mode_t mode) {
  const int descriptor = OpenReal(path, flags, mode);
  Follow(descriptor, path);
  return descriptor;
}

static mode_t ModeOf(int flags, va_list list) { return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(list, int) : 0; }

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const mode_t mode = ModeOf(flags, list);
  va_end(list);
  return OpenFollowed(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const mode_t mode = ModeOf(flags, list);
  va_end(list);
  return OpenFollowed(path, flags, mode);
}

int close(int descriptor) {
  REAL(OnDescriptor, "close");
  if (descriptor >= 0 && descriptor < kDescriptors) followed[descriptor] = 0;
  return real(descriptor);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off_t offset) {
  REAL(WriteAt, "pwrite64");
  const struct File *file = FileOf(descriptor);
  if (!file) return real(descriptor, bytes, size, offset);
  pthread_mutex_lock(&mutex);
  StopAmidCheckpoint(file);
  Keep(file, descriptor, offset, size);
  const ssize_t written = real(descriptor, bytes, size, offset);
  pthread_mutex_unlock(&mutex);
  return written;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) { return pwrite64(descriptor, bytes, size, offset); }

ssize_t write(int descriptor, const void *bytes, size_t size) {
  REAL(Write, "write");
  const struct File *file = FileOf(descriptor);
  if (!file) return real(descriptor, bytes, size);
  pthread_mutex_lock(&mutex);
  Keep(file, descriptor, lseek(descriptor, 0, SEEK_CUR), size);
  const ssize_t written = real(descriptor, bytes, size);
  pthread_mutex_unlock(&mutex);
  return written;
}

int ftruncate64(int descriptor, off_t size) {
  REAL(Truncate, "ftruncate64");
  const struct File *file = FileOf(descriptor);
  if (!file) return real(descriptor, size);
  pthread_mutex_lock(&mutex);
  Keep(file, descriptor, size, SIZE_MAX);
  const int result = real(descriptor, size);
  pthread_mutex_unlock(&mutex);
  return result;
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

static int Sync(int descriptor, OnDescriptor real) {
  const struct File *file = FileOf(descriptor);
  if (!file) return real(descriptor);
  pthread_mutex_lock(&mutex);
  const int result = real(descriptor);
  if (result == 0) Forget(file);
  pthread_mutex_unlock(&mutex);
  return result;
}

int fdatasync(int descriptor) {
  REAL(OnDescriptor, "fdatasync");
  return Sync(descriptor, real);
}

int fsync(int descriptor) {
  REAL(OnDescriptor, "fsync");
  return Sync(descriptor, real);
}

/* A file that is gone has nothing to put back. */
int unlink(const char *path) {
  REAL(OnPath, "unlink");
  const char *name = NameOf(path);
  pthread_mutex_lock(&mutex);
  for (int i = 0; name && i < file_count; ++i) {
    if (strcmp(files[i].name, name) == 0) Forget(&files[i]);
  }
  const int result = real(path);
  pthread_mutex_unlock(&mutex);
  return result;
}
