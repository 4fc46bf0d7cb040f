import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** Reads a text file while another process appends to it. */
export class Tail {
  readonly #file: string;
  /** One for all reads: a tail is read many times a second. */
  readonly #buffer = Buffer.alloc(1 << 20);
  #offset = 0;
  #rest = '';

  /** The file need not be there yet. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Whole lines that have come since the last call. */
  read(): readonly string[] {
    const lines = (this.#rest + this.#newText()).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  #newText(): string {
    if (!existsSync(this.#file)) return '';
    const handle = openSync(this.#file, 'r');
    try {
      const buffer = this.#buffer;
      const parts: string[] = [];
      for (;;) {
        const count = readSync(handle, buffer, 0, buffer.length, this.#offset);
        this.#offset += count;
        parts.push(buffer.toString('latin1', 0, count));
        if (count < buffer.length) return parts.join('');
      }
    } finally {
      closeSync(handle);
    }
  }
}
