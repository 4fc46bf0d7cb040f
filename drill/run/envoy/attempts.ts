import { Tail } from './tail.ts';

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
  readonly #tail: Tail;
  readonly #regionOf: ReadonlyMap<string, string>;

  /** `regionOf` tells the region behind a port. */
  constructor(file: string, regionOf: ReadonlyMap<number, string>) {
    this.#tail = new Tail(file);
    this.#regionOf = new Map([...regionOf].map(([port, region]) => [`127.0.0.1:${port}`, region]));
  }

  /** Reads what has come since the last call, and returns it. */
  read(): readonly Attempt[] {
    const found = this.#tail.read().flatMap((line) => this.#parse(line));
    // One by one: the first read may bring more than a call takes values.
    for (const attempt of found) this.attempts.push(attempt);
    return found;
  }

  /** Lines without a host are requests for which the proxy found no region. Who asks for health is no client. */
  #parse(line: string): Attempt[] {
    const [start = '', host = '', status = '0', , path] = line.split(' ');
    const region = this.#regionOf.get(host);
    if (region === undefined || path === '/health') return [];
    return [{ ms: Number(start) * 1000, region, status: Number(status) || 0 }];
  }
}
