import { InvalidArgumentError, Option, type Command } from 'commander';

import { FORMATS, type ReportCommandOptions } from '../report/options.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description('say what a change does: resources, objectives, losses and rules, before and after')
    .option('--base <file>', 'kept plan or stack export without the change (default: there was nothing before)')
    .requiredOption('--head <file>', 'kept plan or stack export with the change')
    .addOption(
      new Option('--format <name>', 'markdown for a comment, html for a page, json for programs')
        .choices(FORMATS)
        .default('markdown'),
    )
    .option('--drill <url>', "address of the drill's page, to link to", webAddress)
    .addHelpText('after', '\nExit codes: 0 fine, 1 the change breaks what held before it, 2 bad usage or bad input.')
    // Loaded when it is asked for: every other command starts without it.
    .action(async (options: ReportCommandOptions) => (await import('../report/command.ts')).runReport(options));
}

const LONGEST_ADDRESS = 2000;

function webAddress(text: string): string {
  const href = URL.canParse(text) ? new URL(text).href : '';
  if (/^https?:/.test(href) && href.length <= LONGEST_ADDRESS) return href;
  throw new InvalidArgumentError('Allowed is an address that begins with https:// or http://.');
}
