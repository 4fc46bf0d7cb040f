import { failed } from '../problem.ts';
import { htmlReport } from './html.ts';
import { markdownReport } from './markdown.ts';
import type { ReportCommandOptions } from './options.ts';
import { readPackConfig } from './packConfig.ts';
import { readPlans } from './plans.ts';
import { reportOn, type Report } from './report.ts';

const writers = {
  markdown: markdownReport,
  html: htmlReport,
  json: (report: Report): string => `${JSON.stringify(report, null, 2)}\n`,
} as const;

/** Reads both plans, compares them, and prints what the change does. */
export function runReport({ base, head, format, drill }: ReportCommandOptions): void {
  const plans = readPlans(base, head);
  const report = reportOn({
    ...plans,
    config: readPackConfig(plans.head.stack),
    today: new Date().toISOString().slice(0, 10),
    drill: drill ?? null,
  });
  process.stdout.write(writers[format](report));
  process.exitCode = report.holds ? 0 : failed;
}
