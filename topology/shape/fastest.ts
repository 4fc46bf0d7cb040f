import type { DetectionShape } from './topology.ts';

/**
 * The least that each detection setting may be: Google takes whole seconds, and a probe's limit must be below its
 * period. No objective can ask for more than these reach.
 */
export const fastestDetection: DetectionShape = {
  periodSeconds: 2,
  timeoutSeconds: 1,
  failures: 1,
  successes: 1,
  consecutiveErrors: 1,
  baseEjectionSeconds: 1,
  perTrySeconds: 1,
  retries: 1,
};
