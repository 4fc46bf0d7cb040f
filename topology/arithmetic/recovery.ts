import {
  ENDPOINT_SECONDS,
  PROMOTION_SECONDS,
  REPLICATION_LAG_SECONDS,
  WRITABLE_ELSEWHERE_SECONDS,
} from './assumptions.ts';
import type { Range } from './law.ts';

// What is lost with a store's primary, and when writes work again. Times in seconds.

/** Kinds of store that have a way to become writable elsewhere. */
export type Promotion = keyof typeof PROMOTION_SECONDS;

/** Kinds of replication that may lose what has not arrived. */
export type Replication = keyof typeof REPLICATION_LAG_SECONDS;

/** How writers reach the new primary. */
export type WriteEndpoint = keyof typeof ENDPOINT_SECONDS;

const NOTHING: Range = { best: 0, expected: 0, worst: 0 };

/** Data lost when the primary's region goes, as a time of writes. Synchronous replication loses nothing. */
export const recoveryPoint = (replication: Replication | 'sync'): Range =>
  replication === 'sync' ? NOTHING : REPLICATION_LAG_SECONDS[replication];

/** Time to make the other copy writable, once decided. */
export const promotionTime = (promotion: Promotion): Range => PROMOTION_SECONDS[promotion];

/** Time from the decision until a database of another cloud takes the writes. */
export const writableElsewhere: Range = WRITABLE_ELSEWHERE_SECONDS;

/** The steps between the loss of a store's primary and the first write at its successor. */
export interface WriteRecovery {
  /** From the loss until somebody or something knows of it. */
  readonly detection: Range;
  /** From then until a promotion is decided; 0 when nobody is asked. */
  readonly decisionSeconds: number;
  /** From the decision until writers reach the new primary: {@link writableAfter}. */
  readonly writable: Range;
}

const sum = (ranges: readonly Range[]): Range =>
  ranges.reduce(
    (total, { best, expected, worst }) => ({
      best: total.best + best,
      expected: total.expected + expected,
      worst: total.worst + worst,
    }),
    NOTHING,
  );

/** Time from the decision until writers reach the new primary. */
export const writableAfter = (promotion: Promotion, endpoint: WriteEndpoint): Range =>
  sum([promotionTime(promotion), ENDPOINT_SECONDS[endpoint]]);

/** Time until writes work again (write RTO): the steps one after the other. */
export const writeRecoveryTime = ({ detection, decisionSeconds, writable }: WriteRecovery): Range =>
  sum([detection, { best: decisionSeconds, expected: decisionSeconds, worst: decisionSeconds }, writable]);
