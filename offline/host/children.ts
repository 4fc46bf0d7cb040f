import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

// Every process the host starts is kept here, so that none of them outlives it.

const running = new Set<ChildProcess>();

/** How a child ended. Exactly one of the two is set. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts Node (the same one that runs the host) on a script and keeps track of the process until it ends. */
export function startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  running.add(child);
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Resolves when the process has ended and its streams are drained. Rejects when it could not be started. */
export function ended(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Asks a process to end, and ends it by force when it has not obeyed after `graceMs`. Default: 2 seconds. */
export function endChild(child: ChildProcess, graceMs = 2000): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
}

/** Ends every process that is still running. */
export function endAllChildren(): void {
  for (const child of running) endChild(child);
}

/** Resolves when every process that is running now has ended. */
export const allEnded = (): Promise<unknown> => Promise.allSettled([...running].map(ended));

/** Ends every process that is still running, at once: the last resort when the host itself is about to exit. */
export function killAllChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}
