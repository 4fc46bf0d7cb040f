// Yearly availability of a whole from its parts, 0..1. Failures of different parts are taken as independent, which is
// kind: what is shared (a database, a provider's control plane) must enter as a part in series.

/** Seconds of a year. */
export const YEAR_SECONDS = 365.25 * 86_400;

/** Availability of parts that are all needed. */
export const series = (parts: readonly number[]): number => parts.reduce((product, part) => product * part, 1);

/** Availability of parts of which one is enough. */
export const parallel = (parts: readonly number[]): number =>
  1 - parts.reduce((product, part) => product * (1 - part), 1);

/** The parts of a two-region service. */
export interface Parts {
  /** The entry, in series. */
  readonly entry: number;
  /** The compute of each region, in parallel. */
  readonly regions: readonly number[];
  /** What the service cannot answer without, in series: empty for a request that needs no store. */
  readonly stores: readonly number[];
}

/** Availability of the composite, without the time that switching takes. */
export const composite = ({ entry, regions, stores }: Parts): number => series([entry, parallel(regions), ...stores]);

/** Part of a year lost to switching: so many events, each of which costs so many seconds of failed requests. */
export const flapLoss = (eventsPerYear: number, lostSecondsPerEvent: number): number =>
  Math.min(1, (eventsPerYear * lostSecondsPerEvent) / YEAR_SECONDS);

/** Availability after the time that switching takes; never below 0. */
export const withFlaps = (availability: number, eventsPerYear: number, lostSecondsPerEvent: number): number =>
  Math.max(0, availability - flapLoss(eventsPerYear, lostSecondsPerEvent));

/** Seconds of a year in which a part of this availability does not answer. */
export const downtimeSeconds = (availability: number): number => (1 - availability) * YEAR_SECONDS;
