import { InvalidArgumentError, Option, type Command } from 'commander';

import { failed } from '../problem.ts';
import { htmlReport } from '../report/html.ts';
import { markdownReport } from '../report/markdown.ts';
import { readPackConfig } from '../report/packConfig.ts';
import { readPlans } from '../report/plans.ts';
import { reportOn, type Report } from '../report/report.ts';

const FORMATS = {
  markdown: markdownReport,
  html: htmlReport,
  json: (report: Report): string => `${JSON.stringify(report, null, 2)}\n`,
} as const;

interface Options {
  readonly base?: string;
  readonly head: string;
  readonly format: keyof typeof FORMATS;
  readonly drill?: string;
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description('say what a change does: resources, objectives, losses and rules, before and after')
    .option('--base <file>', 'kept plan or stack export without the change (default: there was nothing before)')
    .requiredOption('--head <file>', 'kept plan or stack export with the change')
    .addOption(
      new Option('--format <name>', 'markdown for a comment, html for a page, json for programs')
        .choices(Object.keys(FORMATS))
        .default('markdown'),
    )
    .option('--drill <url>', "address of the drill's page, to link to", webAddress)
    .addHelpText('after', '\nExit codes: 0 fine, 1 the change breaks what held before it, 2 bad usage or bad input.')
    .action(runReport);
}

function runReport({ base, head, format, drill }: Options): void {
  const plans = readPlans(base, head);
  const report = reportOn({
    ...plans,
    config: readPackConfig(plans.head.stack),
    today: new Date().toISOString().slice(0, 10),
    drill: drill ?? null,
  });
  process.stdout.write(FORMATS[format](report));
  process.exitCode = report.holds ? 0 : failed;
}

const LONGEST_ADDRESS = 2000;

function webAddress(text: string): string {
  const href = URL.canParse(text) ? new URL(text).href : '';
  if (/^https?:/.test(href) && href.length <= LONGEST_ADDRESS) return href;
  throw new InvalidArgumentError('Allowed is an address that begins with https:// or http://.');
}
