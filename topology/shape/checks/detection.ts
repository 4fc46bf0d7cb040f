import type { Check } from './check.ts';

/** What probes a region, on any cloud. */
interface Probed {
  readonly detection: { readonly timeoutSeconds: number; readonly periodSeconds: number };
}

/** A probe ends before the next one starts. */
export const timeoutBelowPeriod: Check<Probed> = {
  reads: ['detection.timeoutSeconds', 'detection.periodSeconds'],
  check: ({ detection: { timeoutSeconds, periodSeconds } }) =>
    timeoutSeconds < periodSeconds
      ? []
      : [
          {
            path: 'detection.timeoutSeconds',
            given: `${timeoutSeconds}, with a period of ${periodSeconds}`,
            allowed: `below periodSeconds, so at most ${periodSeconds - 1}`,
            fix: `Set timeoutSeconds to ${periodSeconds - 1} or less, or lengthen the period.`,
          },
        ],
};

/** Probe settings that Cloud Run accepts together. */
export const detectionChecks: readonly Check[] = [timeoutBelowPeriod];
