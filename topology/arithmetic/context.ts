import type { FaultKind, Signal } from '../model/model.ts';
import { ENTRY_PROXIES } from './assumptions.ts';
import { bestOf, fixedPlusWaits, type Law, worstOf } from './law.ts';
import { ejectLaw, type Outlier } from './outlier.ts';
import { type Cadence, fallLaw, riseLaw } from './probe.ts';

// The laws of an entry's signals where they are used.

/** What surrounds the signals of an entry. */
export interface DetectionContext {
  readonly cadence: Cadence;
  /** Requests per second sent to the region that goes bad. */
  readonly regionRps: number;
  /** Time limit of one try at the entry. Absent: it has none. */
  readonly perTrySeconds?: number;
  /** How long a slow region takes to answer. Absent: not known, so no signal is trusted to notice it. */
  readonly slowSeconds?: number;
  /** Proxies of the entry. Default: the assumption {@link ENTRY_PROXIES}. */
  readonly proxies?: number;
  /** Regions between which the entry chooses. Default: 2. */
  readonly regions?: number;
  /** Length of the outage. Absent: not known, and a result covers every length up to the longest on record. */
  readonly outageSeconds?: number;
  /** An entry that has drained a region waits this long after its probes have risen. Default: it does not wait. */
  readonly holdSeconds?: number;
}

/** A probe that sees the fault. */
export interface SeeingProbe {
  /** From the start of the fault until clients have left the region. */
  readonly fall: Law;
  /** From the start of a failing probe until it is counted, in seconds: 0, or the time limit of one that hangs. */
  readonly countedAfter: number;
  /** From the end of the fault until clients are back. */
  readonly rise: Law;
}

/** An ejection that the fault causes. */
export interface SeeingOutlier {
  readonly outlier: Outlier;
  /** From the start of the fault until every proxy has ejected the region. */
  readonly eject: Law;
}

// An entry acts on a probe after a delay, and clients keep an old DNS answer for up to its lifetime. A probe's law is a
// fixed time and one wait; the lifetime is the second wait.
const withEntry = (waited: Law, { delaySeconds = 0, ttlSeconds = 0 }: Signal): Law =>
  fixedPlusWaits(bestOf(waited) + delaySeconds, worstOf(waited) - bestOf(waited), ttlSeconds);

/** The probes among the signals that see a fault. */
export const seeingProbes = (
  signals: readonly Signal[],
  fault: FaultKind,
  { cadence, slowSeconds }: DetectionContext,
): readonly SeeingProbe[] =>
  signals.flatMap((signal) => {
    const { sees, probe } = signal;
    const fall = probe && sees.includes(fault) ? fallLaw(probe, fault, cadence, slowSeconds) : undefined;
    if (!probe || !fall) return [];
    const countedAfter = fault === 'hang' || fault === 'slow' ? probe.timeoutSeconds : 0;
    return [{ fall: withEntry(fall, signal), countedAfter, rise: withEntry(riseLaw(probe, fault, cadence), signal) }];
  });

/** The passive ejections among the signals that see a fault. */
export const seeingOutliers = (
  signals: readonly Signal[],
  fault: FaultKind,
  { regionRps, perTrySeconds, slowSeconds, proxies = ENTRY_PROXIES, regions = 2 }: DetectionContext,
): readonly SeeingOutlier[] =>
  signals.flatMap(({ sees, outlier }) => {
    if (!outlier || !sees.includes(fault)) return [];
    const eject = ejectLaw(outlier, fault, { regionRps, perTrySeconds, slowSeconds, proxies, regions });
    return eject ? [{ outlier, eject }] : [];
  });
