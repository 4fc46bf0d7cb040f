import { StringDecoder } from 'node:string_decoder';

/** Lines that are kept: the last ones tell why, those before them how it came to it. */
const linesKept = 3;
/** Characters of a line that are kept. */
const longestLine = 300;

/** The last whole lines that a program wrote. */
export class LastWords {
  readonly #decoder = new StringDecoder('utf8');
  #lines: readonly string[] = [];
  /** A line whose end has not been written yet. */
  #open = '';

  hear(chunk: Buffer): void {
    const parts = (this.#open + this.#decoder.write(chunk)).split(/\r?\n/);
    // One character more shows that the line was longer.
    this.#open = (parts.pop() ?? '').slice(0, longestLine + 1);
    this.#lines = last([...this.#lines, ...parts]);
  }

  /** Empty when nothing was written. */
  get text(): string {
    return last([...this.#lines, this.#open])
      .map(shortened)
      .join('\n');
  }
}

const last = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.trim() !== '').slice(-linesKept);

const shortened = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}...` : line);
