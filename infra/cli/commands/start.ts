import type { Command } from 'commander';

export function addStart(program: Command): void {
  program
    .command('start')
    .description('bring stack local up on the offline cloud, policies on, sum it up, and drill it')
    .action(async () => (await import('../starting.ts')).runStart());
}
