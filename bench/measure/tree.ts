import { parentOf, processes, processState, type ProcessState } from './processes.ts';

/** What a process is for. `command` is the one that was started: the engine, in a preview. */
export type Part = 'command' | 'program' | 'pack' | 'host' | 'provider' | 'other';

const parts: readonly (readonly [Part, RegExp])[] = [
  ['pack', /cmd\/run-policy-pack\b/],
  ['program', /cmd\/run\b(?!-)/],
  ['host', /offline\/host\/main/],
  ['provider', /offline\/providers\/main/],
];

/** A process and everything it starts, watched while it runs. */
export class ProcessTree {
  readonly #root: number;
  /** The last that was seen of each, also of those that have ended. */
  readonly #states = new Map<number, ProcessState | undefined>();

  constructor(root: number) {
    this.#root = root;
    this.#states.set(root, undefined);
  }

  /** Looks for processes that were started since. */
  discover(): void {
    const others = processes().filter((pid) => !this.#states.has(pid));
    const parents = new Map(others.map((pid) => [pid, parentOf(pid)]));
    const isBelow = (pid: number | undefined): boolean =>
      pid !== undefined && (this.#states.has(pid) || isBelow(parents.get(pid)));
    for (const pid of others) if (isBelow(pid)) this.#states.set(pid, undefined);
  }

  /** Reads the state of every process that is known and still there. */
  read(): void {
    for (const pid of this.#states.keys()) {
      const state = processState(pid);
      // A process that has ended and was not waited for yet has no memory any more.
      if (state && state.peakMib > 0) this.#states.set(pid, state);
    }
  }

  get cpuSeconds(): number {
    return this.#seen().reduce((sum, [, { cpuSeconds }]) => sum + cpuSeconds, 0);
  }

  /** Peak memory of the largest process of each part. */
  get peakMib(): Partial<Record<Part, number>> {
    const peaks: Partial<Record<Part, number>> = {};
    for (const [pid, { commandLine, peakMib }] of this.#seen()) {
      const part = pid === this.#root ? 'command' : partOf(commandLine);
      peaks[part] = Math.max(peaks[part] ?? 0, peakMib);
    }
    return peaks;
  }

  #seen(): [number, ProcessState][] {
    return [...this.#states].flatMap(([pid, state]): [number, ProcessState][] => (state ? [[pid, state]] : []));
  }
}

const partOf = (commandLine: string): Part => parts.find(([, pattern]) => pattern.test(commandLine))?.[0] ?? 'other';
