import { openSync, readSync, closeSync } from 'node:fs';

/** One try of the entry at one region. */
export interface Attempt {
  /** Unix milliseconds. */
  readonly ms: number;
  readonly region: string;
  /** HTTP status; 0 = none came. */
  readonly status: number;
}

/** Reads the proxy's list of tries while it grows. */
export class AttemptsReader {
  readonly attempts: Attempt[] = [];
  readonly #file: string;
  readonly #regionOf: ReadonlyMap<string, string>;
  #offset = 0;
  #rest = '';

  /** `regionOf` tells the region behind a port. */
  constructor(file: string, regionOf: ReadonlyMap<number, string>) {
    this.#file = file;
    this.#regionOf = new Map([...regionOf].map(([port, region]) => [`127.0.0.1:${port}`, region]));
  }

  /** Reads what has come since the last call, and returns it. */
  read(): readonly Attempt[] {
    const lines = (this.#rest + this.#newText()).split('\n');
    this.#rest = lines.pop() ?? '';
    const found = lines.flatMap((line) => this.#parse(line));
    this.attempts.push(...found);
    return found;
  }

  #newText(): string {
    const handle = openSync(this.#file, 'r');
    try {
      const buffer = Buffer.alloc(1 << 20);
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

  /** Lines without a host are requests for which the proxy found no region. */
  #parse(line: string): Attempt[] {
    const [start = '', host = '', status = '0'] = line.split(' ');
    const region = this.#regionOf.get(host);
    return region === undefined ? [] : [{ ms: Number(start) * 1000, region, status: Number(status) || 0 }];
  }
}
