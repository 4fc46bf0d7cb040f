import { duration } from '../../topology/picture/units.ts';
import type { DrillReport } from './report.ts';

const CLOCK = /^(?<hours>\d{1,2}):(?<minutes>\d{2})\s*(?<zone>.*)$/u;
const DAY_MINUTES = 24 * 60;

/** Turns declared seconds into the time that the page shows. */
export interface TimeWords {
  /** A point in time: `02:55` where the incident has a clock, else `25 min`. */
  readonly at: (seconds: number) => string;
  /** What the axis measures, for instance `time (UTC)`. */
  readonly axis: string;
}

/** The clock of an incident, or the time since its start where it has none. */
export function timeWords({ incident }: DrillReport): TimeWords {
  const clock = CLOCK.exec(incident.clock ?? '')?.groups;
  if (!clock) return { at: (seconds) => duration(seconds), axis: 'time since the start of the incident' };
  const start = Number(clock['hours']) * 60 + Number(clock['minutes']);
  return {
    at: (seconds) => {
      const whole = Math.floor(seconds);
      const minutes = (start + Math.floor(whole / 60)) % DAY_MINUTES;
      const pad = (value: number): string => String(value).padStart(2, '0');
      const rest = whole % 60 === 0 ? '' : `:${pad(whole % 60)}`;
      return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}${rest}`;
    },
    axis: `clock time${clock['zone'] ? ` (${clock['zone']})` : ''}`,
  };
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/** Distance of ticks, in seconds, that puts about `count` of them on an axis of `seconds`. */
export const tickSeconds = (seconds: number, count: number): number =>
  STEPS.find((step) => seconds / step <= count) ?? Math.ceil(seconds / count);
