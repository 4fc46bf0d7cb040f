import { maxOf } from '../extremes.ts';
import type { Incident } from '../incident/schema.ts';
import type { DrillPlan } from '../plan/plan.ts';
import type { Timeline } from '../incident/timeline.ts';
import type { DrillReport, FaultResult, ObjectiveResult } from '../report/report.ts';
import type { Recording } from '../run/drill.ts';
import type { IncidentClock } from './clock.ts';
import type { Request } from './requests.ts';

/** Everything that objectives are judged by. */
export interface Findings {
  readonly plan: DrillPlan;
  readonly incident: Incident;
  readonly timeline: Timeline;
  readonly recording: Recording;
  readonly requests: readonly Request[];
  readonly faults: readonly FaultResult[];
  readonly writes: DrillReport['writes'];
  readonly clock: IncidentClock;
}

type Figures = Pick<ObjectiveResult, 'name' | 'unit' | 'better' | 'declared' | 'predicted' | 'measured' | 'law'>;

/** Met or missed by what was measured; what has no measured value is missed, since it never came to an end. */
export function decided(figures: Figures, note?: string): ObjectiveResult {
  const { better, declared, measured } = figures;
  const met = measured !== null && isMet(better, declared, measured);
  return { ...figures, met, ...(note !== undefined && { note }) };
}

/** Not judged. */
export function undecided(figures: Omit<Figures, 'measured'>, why: string): ObjectiveResult {
  return { ...figures, measured: null, met: null, note: `${figures.name} is not judged: ${why}` };
}

function isMet(better: ObjectiveResult['better'], declared: number, measured: number): boolean {
  if (better === 'equal') return measured === declared;
  return better === 'lower' ? measured <= declared : measured >= declared;
}

/** The greatest; null as soon as one of them has no bound. */
export function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : maxOf(known);
}

/** Reasons in words, each with how often it holds when there are several. */
export function reasons(found: readonly string[]): string {
  const counts = Map.groupBy(found, (reason) => reason);
  return [...counts].map(([reason, all]) => (all.length > 1 ? `${reason} (${all.length} times)` : reason)).join('; ');
}
