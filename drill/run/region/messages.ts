import type { RegionPlan } from '../../plan/plan.ts';

/** How the answers of a region go wrong. */
export interface BadAnswers {
  readonly kind: 'error' | 'hang' | 'slow';
  /** Part of the instances that are struck. */
  readonly part: number;
  /** Part of their requests that meet it. */
  readonly share: number;
  /** `slow` only: how much later an answer comes. */
  readonly delayMs: number;
  /** True when health answers well all the same. */
  readonly hidden: boolean;
}

/** What is wrong with a region now. Sent whole on every change, so a fresh process needs no history. */
export interface Condition {
  readonly bad: readonly BadAnswers[];
  /** Part of the instances that a deployment keeps from serving. */
  readonly deploying: number;
  /** Part of each instance's capacity that is left. */
  readonly capacity: number;
  readonly mayGrow: boolean;
  /** Part of the instances that are gone, with the zones they ran in. */
  readonly lost: number;
}

export const sound: Condition = { bad: [], deploying: 0, capacity: 1, mayGrow: true, lost: 0 };

/** To a region server. It listens only when told, so a spare can wait for its turn. */
export type ToRegion =
  | { readonly do: 'start'; readonly plan: RegionPlan; readonly ports: readonly number[] }
  | { readonly do: 'listen' }
  | { readonly do: 'become'; readonly condition: Condition };

/** From a region server. */
export type FromRegion =
  | { readonly is: 'waiting' }
  | { readonly is: 'listening' }
  | { readonly is: 'status'; readonly instances: number }
  | { readonly is: 'failed'; readonly reason: string };
