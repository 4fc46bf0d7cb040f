import type { Draft } from '../../support/graph.ts';

/** A plan in which one rule holds. */
export interface Holds {
  readonly says: string;
  readonly plan: readonly Draft[];
}

/** A plan in which one rule is broken, or cannot be decided. */
export interface Broken extends Holds {
  /** Logical name of the resource that the finding names. */
  readonly at: string;
  readonly argument: string;
  /** Part of the sentence about what is wrong. */
  readonly problem?: RegExp;
}

/** The proof of one rule. */
export interface RuleCases {
  readonly pass: readonly Holds[];
  readonly fail: readonly Broken[];
  readonly unknown: readonly Broken[];
}

export const holds = (says: string, plan: readonly Draft[]): Holds => ({ says, plan });

export const broken = (
  says: string,
  plan: readonly Draft[],
  at: string,
  argument: string,
  problem?: RegExp,
): Broken => ({ says, plan, at, argument, ...(problem ? { problem } : {}) });
