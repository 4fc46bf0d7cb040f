import type { Objectives } from '../model/model.ts';
import type { Change, LossVerdict, Span } from '../verdict/types.ts';

// What a change does to a program: the plan before it (base) beside the plan with it (head).

/** What the base and the head have; `null` where one of them has none. */
export interface Sides<T> {
  readonly base: T | null;
  readonly head: T | null;
}

/** A resource that is not the same in both plans. */
export interface ResourceChange {
  /** URN in the head, or in the base when the head has it no more. */
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'removed';
  /** Dotted paths of the inputs that differ; `options.` leads those that are options of the resource. */
  readonly arguments: readonly string[];
  /** What the head's plan does with it: create, update, replace...; `null` when the head has it no more. */
  readonly planned: string | null;
  /** True when the base protects it from being deleted. */
  readonly protected: boolean;
}

/** A declared objective in both plans. */
export interface ObjectiveChange {
  readonly topology: string;
  readonly name: keyof Objectives;
  readonly declared: Sides<number>;
  /** `expected` and `worst` are the same where there is only one figure; `null` in them = nothing bounds it. */
  readonly predicted: Sides<Span>;
  readonly met: Sides<boolean>;
  /** The single setting that would make the head meet it, when it does not and one suffices. */
  readonly change: Change | null;
  /** True when the base met it and the head does not, or declares it no longer. */
  readonly broken: boolean;
}

/** The judgement on one loss in both plans. */
export interface LossChange {
  /** Name of the loss, as in the verdict. */
  readonly loss: string;
  readonly verdict: Sides<LossVerdict>;
  /** True when the base survived it, or did not know it, and the head does not survive it. */
  readonly broken: boolean;
}

/** Base and head side by side. Each list has the worst first. */
export interface Comparison {
  readonly stack: Sides<string>;
  /** Whether the whole verdict holds. */
  readonly ok: Sides<boolean>;
  readonly resources: readonly ResourceChange[];
  readonly objectives: readonly ObjectiveChange[];
  readonly losses: readonly LossChange[];
  /** False when the head breaks what the base held. */
  readonly holds: boolean;
}
