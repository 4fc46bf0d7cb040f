import type { FaultKind, Signal } from '../model/model.ts';
import { fixedPlusWaits, type Law } from './law.ts';

// Active probing. The law was measured on a real proxy: 240 detections of 240 inside it.

/** A probe's settings, in seconds and probes in a row. */
export type Probe = NonNullable<Signal['probe']>;

/**
 * When the next probe starts. `fixed`: one period after the last one started, as Google and AWS document it.
 * `sequential`: one period after the last one ended, as Envoy does; a probe that hangs then delays the next.
 */
export type Cadence = 'fixed' | 'sequential';

/**
 * How a fault shows itself to a probe: `answers` at once with a failure, `hangs` until the time limit, or is not seen.
 * A slow region is seen only when it is slower than the limit; an unknown slowness counts as not seen.
 */
const appearance = (
  probe: Probe,
  fault: FaultKind,
  slowSeconds: number | undefined,
): 'answers' | 'hangs' | 'unseen' => {
  switch (fault) {
    case 'crash':
    case 'error':
      return 'answers';
    case 'hang':
      return 'hangs';
    case 'slow':
      return slowSeconds !== undefined && slowSeconds > probe.timeoutSeconds ? 'hangs' : 'unseen';
    case 'lying':
      return 'unseen';
  }
};

const stride = ({ periodSeconds, timeoutSeconds }: Probe, hangs: boolean, cadence: Cadence): number =>
  hangs && cadence === 'sequential' ? periodSeconds + timeoutSeconds : periodSeconds;

/**
 * From the start of a fault until the probe counts the region as down; undefined when it never does.
 *
 * The first failing probe starts anywhere within one period, the others follow, and a hanging one ends at its limit.
 */
export const fallLaw = (probe: Probe, fault: FaultKind, cadence: Cadence, slowSeconds?: number): Law | undefined => {
  const seen = appearance(probe, fault, slowSeconds);
  if (seen === 'unseen') return undefined;
  const hangs = seen === 'hangs';
  const others = (probe.failures - 1) * stride(probe, hangs, cadence);
  return fixedPlusWaits(others + (hangs ? probe.timeoutSeconds : 0), probe.periodSeconds);
};

/**
 * From the end of a fault until the probe counts the region as up again.
 *
 * The first good probe starts anywhere within one period; after a hanging fault and in sequence, the probe that still
 * hangs has to expire first.
 */
export const riseLaw = (probe: Probe, fault: FaultKind, cadence: Cadence): Law => {
  const hangs = fault === 'hang' || fault === 'slow';
  return fixedPlusWaits((probe.successes - 1) * probe.periodSeconds, stride(probe, hangs, cadence));
};
