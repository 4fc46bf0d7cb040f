// Outlives the drill by a moment: ends the programs that cannot watch their parent (proxy, database) and removes the
// temporary folders, however the drill itself has ended.

import { rmSync } from 'node:fs';
import { endGroup } from './group.ts';

export type ToGuard = { readonly watch: number } | { readonly forget: number } | { readonly remove: string };

const watched = new Set<number>();
const folders = new Set<string>();

process.on('message', (message: ToGuard) => {
  if ('watch' in message) watched.add(message.watch);
  else if ('forget' in message) watched.delete(message.forget);
  else folders.add(message.remove);
});
process.on('disconnect', () => {
  for (const pid of watched) endGroup(pid, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  process.exit(0);
});
