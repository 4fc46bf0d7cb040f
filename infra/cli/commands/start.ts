import type { Command } from 'commander';
import { runUp } from './up.ts';

export function addStart(program: Command): void {
  program
    .command('start')
    .description('bring stack local up on the offline cloud, policies on, and sum it up')
    .action(() => runUp('local', { yes: true, policy: true }));
}
