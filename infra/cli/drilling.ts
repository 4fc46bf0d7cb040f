import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runDrill, type DrillReport, type Incident, type Progress } from '../../drill/index.ts';
import { renderPage } from '../../drill/report/html.ts';
import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { recognise } from '../../topology/recognise/recognise.ts';
import { readDrillInput, type DrillCommandOptions } from './drillInput.ts';
import { checkOutputs, writeWhole } from './outputFiles.ts';
import { shownPath, tandemFolder } from './places.ts';
import { failed, Interrupted, messageOf } from './problem.ts';
import { showProgress } from './progress.ts';
import { drillText } from './text/drill.ts';

/** How a drill is run, and what is kept of it. */
interface DrillingOptions {
  readonly json?: string;
  /** Default: a file of that stack and incident in .tandem/drills. */
  readonly html?: string;
  readonly rate: number;
  readonly scale: number;
  readonly profile?: DrillReport['profile'];
}

/** Reads plan and incident, and drills. */
export async function runDrillCommand(stack: string | undefined, options: DrillCommandOptions): Promise<void> {
  const { incident, source, rate, scale } = readDrillInput(stack, options);
  const { report } = await drill(await source(), stack, incident, { ...options, rate, scale });
  process.exitCode = report.ok ? 0 : failed;
}

/** Drills a graph, shows how it stands, writes report and page, and says what came out. */
export async function drill(
  graph: ResourceGraph,
  stack: string | undefined,
  incident: Incident,
  { json, html, rate, scale, profile }: DrillingOptions,
): Promise<{ readonly report: DrillReport; readonly page: string }> {
  const model = recognise(graph);
  const name = stack ?? (graph.stack || 'plan');
  const page = html ?? defaultPage(name, incident);
  const abort = new AbortController();
  let ended: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    ended ??= signal;
    abort.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let now: Progress | undefined;
  const endProgress = showProgress(() => (now ? progressLine(incident, now) : `setting up drill ${incident.name}`));
  let report: DrillReport;
  try {
    report = await runDrill({
      rate,
      scale,
      profile,
      stack: name,
      model,
      incident,
      signal: abort.signal,
      onProgress: (next) => (now = next),
    });
  } catch (error) {
    throw ended ? new Interrupted(messageOf(error), ended) : error;
  } finally {
    endProgress();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  if (json !== undefined) writeWhole(json, `${JSON.stringify(report, null, 2)}\n`);
  writeWhole(page, await renderPage(report, model));
  process.stdout.write(drillText(report, shownPath(page)));
  return { report, page };
}

/** Where the page goes when nobody says it. Tries at once whether it can be written. */
function defaultPage(name: string, incident: Incident): string {
  // The name may come from a file that somebody else made.
  const file = `${name}-${incident.name}`.replace(/[^\w.-]/g, '-');
  const path = join(tandemFolder, 'drills', `${file}.html`);
  mkdirSync(dirname(path), { recursive: true });
  checkOutputs([{ option: 'The page', path }]);
  return path;
}

function progressLine(incident: Incident, { t, seconds, phase, sent, failed: failures, regions }: Progress): string {
  const clock = `${Math.max(0, Math.round(t / 60))} of ${Math.round(seconds / 60)} min`;
  const each = regions.map(
    ({ name, rps, errors, limited, instances }) =>
      `${name} ${Math.round(rps)}/s, ${errors} errors${limited > 0 ? `, ${limited} x 429` : ''}, ${instances} instances`,
  );
  return [`${incident.name}: ${clock}, ${phase}`, ...each, `${failures} of ${sent} failed`].join(' | ');
}
