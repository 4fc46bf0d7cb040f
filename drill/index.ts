import type { Model } from '../topology/model/model.ts';
import { defaults } from './defaults.ts';
import { readingInput } from './errors.ts';
import type { Incident } from './incident/schema.ts';
import { type Timeline, timelineOf } from './incident/timeline.ts';
import { measure } from './measure/measure.ts';
import { buildPlan, type PlanOptions } from './plan/build.ts';
import type { DrillPlan } from './plan/plan.ts';
import { type Progress, progressOf } from './progress.ts';
import type { DrillReport } from './report/report.ts';
import { run } from './run/drill.ts';
import { refuseTooFast } from './run/pace.ts';

export { defaults } from './defaults.ts';
export { DrillError } from './errors.ts';
export { readIncident } from './incident/read.ts';
export type { Incident } from './incident/schema.ts';
export { shippedIncident, shippedIncidents } from './incident/shipped.ts';
export type { Progress } from './progress.ts';
export type { DrillReport } from './report/report.ts';

export interface DrillOptions extends Partial<Omit<PlanOptions, 'stack'>> {
  readonly stack: string;
  readonly model: Model;
  readonly incident: Incident;
  /** Called about twice a second while the drill runs. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the drill early. */
  readonly signal?: AbortSignal;
  /** Folder for temporary data. Default: `.tandem/drill` of the checkout. */
  readonly home?: string;
}

/**
 * Builds what the plan declares on this machine, plays the incident on it, and reports what happened beside what was
 * predicted. No process and no file of it is left afterwards.
 * @throws DrillError with a message for people when it cannot be done. Its kind says whether plan, incident or options are to
 * blame, or this machine.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const begin = Date.now();
  const { plan, timeline } = readingInput(() => prepare(options));
  const recording = await run(plan, timeline, {
    signal: options.signal,
    home: options.home,
    onTick: options.onProgress && progressOf(plan, timeline, options.onProgress),
  });
  const wallSeconds = (Date.now() - begin) / 1000;
  const startedAt = new Date(begin).toISOString();
  return measure({ plan, incident: options.incident, timeline, startedAt, wallSeconds }, recording);
}

/** What is drilled and what is played on it. */
function prepare(options: DrillOptions): { readonly plan: DrillPlan; readonly timeline: Timeline } {
  const plan = buildPlan(options.model, {
    ...options,
    rate: options.rate ?? defaults.rate,
    scale: options.scale ?? defaults.scale,
  });
  const timeline = timelineOf(options.incident, plan);
  refuseTooFast(plan, timeline);
  return { plan, timeline };
}
