// The disk after a power cut: what tests/crash/lost_writes.c kept is put back over the writes that were never synced.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const block = 4096;
const record_head = 32;
const mark = 0x6f646e75n;

export class PowerCut {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'otklik-cut-'));
    this.data = join(this.folder, 'data');
    this.undo = join(this.folder, 'undo');
    this.library = join(this.folder, 'lost_writes.so');
    mkdirSync(this.data);
    mkdirSync(this.undo);
    const source = fileURLToPath(new URL('lost_writes.c', import.meta.url));
    execFileSync('cc', ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', this.library, source, '-ldl', '-pthread']);
    this.env = { LD_PRELOAD: this.library, OTKLIK_LOST_WRITES_FOLDER: this.data, OTKLIK_LOST_WRITES_UNDO: this.undo };
  }

  // Un-synced writes by file, newest last.
  #records(file) {
    const bytes = readFileSync(join(this.undo, file));
    const records = [];
    for (let at = 0; at + record_head <= bytes.length;) {
      const [offset, kept, size, found] = [0, 8, 16, 24].map((field) => bytes.readBigUInt64LE(at + field));
      if (found !== mark) throw new Error(`${file} is not an undo file at ${at}`);
      const end = at + record_head + Number(kept);
      if (end > bytes.length) break;  // killed while keeping: the write itself had not begun
      records.push({ offset: Number(offset), size: Number(size), bytes: bytes.subarray(at + record_head, end) });
      at = end;
    }
    return records;
  }

  // Call after the server was killed. `random` null: every un-synced write is lost; else each block is lost or not, by chance.
  // Returns how many un-synced writes there were, by file.
  cut(random = null) {
    const unsynced = {};
    for (const name of readdirSync(this.undo)) {
      const file = join(this.data, basename(name, '.undo'));
      const records = this.#records(name);
      if (records.length) {
        unsynced[basename(file)] = records.length;
        const now = readFileSync(file);
        const synced = PowerCut.#synced(now, records);
        writeFileSync(file, random ? PowerCut.#mixture(synced, now, random) : synced);
      }
      truncateSync(join(this.undo, name));
    }
    return unsynced;
  }

  static #synced(now, records) {
    let image = Buffer.from(now);
    for (const { offset, size, bytes } of records.reverse()) {
      if (image.length < size) image = Buffer.concat([image, Buffer.alloc(size - image.length)]);
      bytes.copy(image, offset);
      image = image.subarray(0, size);
    }
    return image;
  }

  static #mixture(synced, now, random) {
    const size = random.below(2) ? now.length : synced.length;
    const image = Buffer.alloc(size);
    for (let at = 0; at < size; at += block) {
      const from = random.below(2) ? now : synced;
      from.subarray(at, Math.min(at + block, size)).copy(image, at);
    }
    return image;
  }

  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}
