// Outlives the drill by a moment: ends the programs that cannot watch their parent (proxy, database) and removes the
// temporary folders, however the drill itself has ended.

import { rmSync } from 'node:fs';

export type ToGuard = { readonly watch: number } | { readonly forget: number } | { readonly remove: string };

const watched = new Set<number>();
const folders = new Set<string>();

process.on('message', (message: ToGuard) => {
  if ('watch' in message) watched.add(message.watch);
  else if ('forget' in message) watched.delete(message.forget);
  else folders.add(message.remove);
});
process.on('disconnect', () => {
  for (const pid of watched) endGroup(pid);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  process.exit(0);
});

/** Each watched program leads a process group of its own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
