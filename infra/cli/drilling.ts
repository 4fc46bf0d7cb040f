import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  DrillError,
  readIncident,
  runDrill,
  shippedIncident,
  type DrillReport,
  type Incident,
  type Progress,
} from '../../drill/index.ts';
import { renderPage } from '../../drill/report/html.ts';
import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { recognise } from '../../topology/recognise/recognise.ts';
import { tandemFolder } from './places.ts';
import { checkPlanPath } from './plan.ts';
import { readSource, type PlanSource } from './planSource.ts';
import { failed, InputProblem } from './problem.ts';
import { showProgress } from './progress.ts';
import { drillText } from './text/drill.ts';

/** Options of `tandem drill`. */
export interface DrillCommandOptions extends PlanSource {
  readonly incident: string;
  readonly json?: string;
  readonly html?: string;
  readonly rate: number;
  readonly scale: number;
  readonly profile?: DrillReport['profile'];
}

/** Reads plan and incident, and drills. */
export async function runDrillCommand(stack: string | undefined, options: DrillCommandOptions): Promise<void> {
  const incident = readNamed(options.incident);
  for (const path of [options.json, options.html]) if (path !== undefined) checkPlanPath(path);
  const { report } = await drill(await readSource(stack, options), stack, incident, options);
  process.exitCode = report.ok ? 0 : failed;
}

/** Drills a graph, shows how it stands, writes report and page, and says what came out. */
export async function drill(
  graph: ResourceGraph,
  stack: string | undefined,
  incident: Incident,
  options: Omit<DrillCommandOptions, 'incident' | keyof PlanSource>,
): Promise<{ readonly report: DrillReport; readonly page: string }> {
  const model = recognise(graph);
  const name = stack ?? (graph.stack || 'plan');
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let now: Progress | undefined;
  const endProgress = showProgress(() => (now ? progressLine(incident, now) : `setting up drill ${incident.name}`));
  let report: DrillReport;
  try {
    report = await runDrill({
      ...options,
      stack: name,
      model,
      incident,
      signal: abort.signal,
      onProgress: (next) => (now = next),
    });
  } finally {
    endProgress();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  const page = options.html ?? join(tandemFolder, 'drills', `${name}-${incident.name}.html`);
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, await renderPage(report, model));
  process.stdout.write(drillText(report, relative(process.cwd(), page)));
  return { report, page };
}

function readNamed(incident: string): Incident {
  try {
    return readIncident(/[./]/.test(incident) ? incident : shippedIncident(incident));
  } catch (error) {
    throw error instanceof DrillError ? new InputProblem(error.message) : error;
  }
}

function progressLine(incident: Incident, { t, seconds, phase, sent, failed: failures, regions }: Progress): string {
  const clock = `${Math.max(0, Math.round(t / 60))} of ${Math.round(seconds / 60)} min`;
  const each = regions.map(
    ({ name, rps, errors, limited, instances }) =>
      `${name} ${Math.round(rps)}/s, ${errors} errors${limited > 0 ? `, ${limited} x 429` : ''}, ${instances} instances`,
  );
  return [`${incident.name}: ${clock}, ${phase}`, ...each, `${failures} of ${sent} failed`].join(' | ');
}
