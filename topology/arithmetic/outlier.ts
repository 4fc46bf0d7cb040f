import type { FaultKind, Signal } from '../model/model.ts';
import { fixedPlusArrivals, type Law } from './law.ts';

// Passive ejection: the entry counts errors of real requests.

/** Settings of passive ejection, in seconds and errors in a row. */
export type Outlier = NonNullable<Signal['outlier']>;

/** What real requests meet when a region is bad. */
export interface Traffic {
  /** Requests per second sent to that region. */
  readonly regionRps: number;
  /** Time limit of one try; undefined when the entry has none, and then nothing counts a hanging request as an error. */
  readonly perTrySeconds?: number;
  /** Proxies of the entry, each of which counts and ejects for itself. */
  readonly proxies: number;
  /** Regions between which the entry chooses. */
  readonly regions: number;
  /** How long a slow region takes to answer, in seconds; undefined = not known. */
  readonly slowSeconds?: number;
}

/** Seconds from sending a request to counting it as an error; undefined when it never counts. */
const errorAfter = (fault: FaultKind, { perTrySeconds, slowSeconds }: Traffic): number | undefined => {
  switch (fault) {
    case 'crash':
    case 'error':
    case 'lying':
      return 0;
    case 'hang':
      return perTrySeconds;
    case 'slow':
      return perTrySeconds !== undefined && slowSeconds !== undefined && slowSeconds > perTrySeconds
        ? perTrySeconds
        : undefined;
  }
};

/**
 * From the start of a fault until every proxy has ejected the region; undefined when they never do: the fault makes no
 * errors, no traffic is there to make them, or the greatest share that may be ejected is less than one region.
 *
 * Measured on a real proxy with a greatest share of 10 % and two regions: never ejected.
 */
export const ejectLaw = (outlier: Outlier, fault: FaultKind, traffic: Traffic): Law | undefined => {
  const delaySeconds = errorAfter(fault, traffic);
  if (delaySeconds === undefined || traffic.regionRps <= 0) return undefined;
  if ((outlier.maxEjectionPercent / 100) * traffic.regions < 1) return undefined;
  const proxyRps = traffic.regionRps / traffic.proxies;
  return fixedPlusArrivals(delaySeconds, outlier.consecutiveErrors, proxyRps, traffic.proxies);
};
