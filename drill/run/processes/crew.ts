import { type ChildProcess, fork, type ForkOptions, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DrillError } from '../../errors.ts';
import { endGroup } from './group.ts';
import type { ToGuard } from './guard.ts';
import { LastWords } from './lastWords.ts';

const guardScript = fileURLToPath(new URL('./guard.ts', import.meta.url));

/** How long a process may take to end before it is killed. */
const graceMs = 3_000;

/** What a process wrote before it died may arrive this long after. */
const lastWordsMs = 50;

/** Every process leads a session of its own: a Ctrl-C reaches the drill alone, which then ends the others in order. */
const ours: ForkOptions = {
  detached: true,
  execArgv: [],
  serialization: 'advanced',
  stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
};

/** Where a program runs, and as whom. */
export interface Placing {
  /** User that the program runs as. Default: this one. */
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
}

export interface BinaryOptions extends Placing {
  /** Signal that ends it in an orderly way. Default: SIGTERM. */
  readonly endSignal?: NodeJS.Signals;
}

/** How a process is ended. */
interface Ending {
  /** Default: SIGTERM. */
  readonly signal?: NodeJS.Signals;
  /** Whether those that it has started get the signal too. Default: false. */
  readonly withChildren?: boolean;
}

/**
 * Compressed time leaves little slack, so other work on this machine should wait. Linux weighs whole sessions against each
 * other where it groups them, and single processes elsewhere. Needs a privilege; fine without.
 */
function hurry(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const act of [
    () => setPriority(pid, constants.priority.PRIORITY_HIGH),
    () => writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_HIGH)),
  ])
    try {
      act();
    } catch {
      // An ordinary user may not, and other systems have no such file.
    }
}

/** A running process of the drill. */
export class Member {
  readonly name: string;
  readonly process: ChildProcess;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #endsBy: Ending;
  readonly #lastWords = new LastWords();
  #ending = false;

  constructor(name: string, child: ChildProcess, onLoss: (error: DrillError) => void, endsBy: Ending = {}) {
    this.name = name;
    this.#endsBy = endsBy;
    this.process = child;
    hurry(child.pid);
    child.stderr?.on('data', (chunk: Buffer) => this.#lastWords.hear(chunk));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    child.on('error', (error) => onLoss(new DrillError(`${name} could not be started: ${error.message}`)));
    // `close` would also wait for the pipes, but never comes once the parent has closed the message channel itself.
    child.on('exit', (code, signal) => {
      resolve();
      if (!this.#ending) setTimeout(() => onLoss(new DrillError(this.#obituary(code, signal))), lastWordsMs);
    });
  }

  get alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The last lines that it wrote as errors; empty when there are none. */
  get lastWords(): string {
    return this.#lastWords.text;
  }

  send(message: object): void {
    if (this.process.connected) this.process.send(message);
  }

  /** Kills at once; the end is expected. */
  async kill(): Promise<void> {
    this.#ending = true;
    if (this.alive) this.#signal('SIGKILL');
    await this.ended;
  }

  /** Asks it to end, and kills it if it does not within the grace. */
  async end(): Promise<void> {
    this.#ending = true;
    if (!this.alive) return;
    this.#signal(this.#endsBy.signal ?? 'SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.process;
    if (!this.#endsBy.withChildren || pid === undefined) this.process.kill(signal);
    else endGroup(pid, signal);
  }

  #obituary(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal ? `was killed from outside (${signal})` : `ended by itself with code ${code}`;
    const said = this.lastWords;
    return `${this.name} ${how}, so the drill was ended.${said ? `\nIts last words:\n${said}` : ''}`;
  }
}

/** All processes of one drill. None of them outlives it. */
export class Crew {
  /** Rejects when a member ends without being told to. */
  readonly lost: Promise<never>;
  readonly #members = new Set<Member>();
  readonly #guard: Member;
  readonly #lose: (error: DrillError) => void;
  readonly #folders: string[] = [];
  #closed = false;

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.lost = promise;
    this.#lose = reject;
    const child = fork(guardScript, [], ours);
    // The guard ends when its channel closes; a signal that does nothing lets it do its work first.
    this.#guard = new Member('The guard process', child, reject, { signal: 'SIGCONT' });
  }

  /**
   * Starts one of our own scripts. It must call `dieWithParent`.
   * @throws DrillError when the drill has ended.
   */
  node(name: string, script: URL): Member {
    this.#refuseWhenClosed();
    const child = fork(fileURLToPath(script), [], ours);
    return this.#add(new Member(name, child, this.#lose));
  }

  /**
   * Starts a program that knows nothing of the drill, in a process group that the guard watches.
   * @throws DrillError when the drill has ended.
   */
  binary(name: string, path: string, args: readonly string[], options: BinaryOptions = {}): Member {
    const { endSignal: signal, ...spawning } = options;
    return this.#start(name, path, args, spawning, this.#lose, { signal });
  }

  /**
   * The same for a program that does its work and ends. Resolves when it has ended well.
   * @throws DrillError with its last words when it fails, or when the drill has ended.
   */
  async tool(name: string, path: string, args: readonly string[], options: Placing = {}): Promise<void> {
    const { promise: unable, reject } = Promise.withResolvers<never>();
    unable.catch(() => {});
    const ending = { signal: 'SIGKILL', withChildren: true } as const;
    const member = this.#start(name, path, args, options, reject, ending);
    await Promise.race([member.ended, unable]);
    if (member.process.exitCode === 0) return;
    this.#refuseWhenClosed();
    await sleep(lastWordsMs);
    throw new DrillError(`${name} failed:\n${member.lastWords}`.trim());
  }

  #start(
    name: string,
    path: string,
    args: readonly string[],
    placing: Placing,
    onLoss: (error: DrillError) => void,
    endsBy: Ending,
  ): Member {
    this.#refuseWhenClosed();
    const child = spawn(path, args, { ...placing, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    const member = this.#add(new Member(name, child, onLoss, endsBy));
    const pid = child.pid;
    if (pid !== undefined) {
      this.#tellGuard({ watch: pid });
      void member.ended.then(() => this.#tellGuard({ forget: pid }));
    }
    return member;
  }

  /** Has a folder removed once everybody has ended. */
  removeAtEnd(folder: string): void {
    this.#folders.push(folder);
    this.#tellGuard({ remove: folder });
  }

  /** Ends everybody and removes the folders. Nobody can be started afterwards. */
  async end(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#members].map((member) => member.end()));
    for (const folder of this.#folders)
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    const gone = this.#guard.end();
    if (this.#guard.process.connected) this.#guard.process.disconnect();
    await gone;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new DrillError('The drill has ended.');
  }

  #add(member: Member): Member {
    this.#members.add(member);
    void member.ended.then(() => this.#members.delete(member));
    return member;
  }

  #tellGuard(message: ToGuard): void {
    this.#guard.send(message);
  }
}
