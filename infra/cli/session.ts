import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureEngine } from './engine.ts';
import { EventLog } from './events.ts';
import { prepareOfflineStack, releaseDeadLocks } from './offlineStack.ts';
import type { Stack } from './stack.ts';

/** Makes sure that the backend knows the stack. A real backend gets a new one only when `create` says so. */
export async function prepareStack(stack: Stack, { create = false } = {}): Promise<void> {
  if (stack.offline) return prepareOfflineStack(stack);
  const args = ['stack', 'select', stack.name, ...(create ? ['--create'] : [])];
  const selected = await captureEngine(stack, args);
  if (selected.exitCode !== 0) throw new Error(selected.stderr.trim());
}

/** As {@link prepareStack}, for operations that lock the state. */
export async function prepareChange(stack: Stack, { create = false } = {}): Promise<void> {
  await prepareStack(stack, { create });
  if (stack.offline) releaseDeadLocks(stack);
}

/** Lets the engine write its events while `work` runs it with the given arguments and variables. */
export async function withEventLog<T>(
  work: (log: EventLog, args: string[], variables: Record<string, string>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-'));
  const path = join(folder, 'events');
  const log = new EventLog(path);
  try {
    // The engine knows the argument only when its commands for debugging are on.
    return await work(log, ['--event-log', path], { PULUMI_DEBUG_COMMANDS: 'true' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
