import type { Evidence, FaultKind, Objectives, SecondLoss } from '../model/model.ts';

// The verdict as it is printed, kept and compared. `schema.json` beside this file describes the JSON form.

export type Survival = 'yes' | 'no' | 'undecided';

/** Seconds; `null` where nothing bounds it. */
export interface Span {
  readonly expected: number | null;
  readonly worst: number | null;
}

/** What takes no time, because no traffic has to move. */
export const STAYS: Span = { expected: 0, worst: 0 };

/** True where traffic has to move, however long that takes. */
export const moves = ({ worst }: Span): boolean => worst !== 0;

/** What happens to requests of one kind: they are served, they fail for a bounded time, or they fail until somebody acts. */
export type Traffic = 'served' | 'briefly-fail' | 'fail-until-promotion' | 'fail';

/** A link of the chain that was followed. */
export interface Reason extends Evidence {
  /** True for what speaks against surviving, or keeps it from being decided. */
  readonly against?: true;
  /** What a deciding reason is about. */
  readonly topic?: Topic;
  /** The service that a deciding reason is about, where there are several. */
  readonly service?: string;
}

/** What a reason is about: how requests move, what carries them, or where data is. */
export type Topic = 'traffic' | 'capacity' | 'store';

/** The judgement on one loss. */
export interface LossVerdict {
  /** `region:R`, `zone:Z`, `half:R`, `store:NAME` or `provider:P`; with `+zone` or `+deploy` a second loss in what is left. */
  readonly loss: string;
  readonly survives: Survival;
  /** True when not surviving it makes the whole verdict fail; a single provider's own outage is not held against it. */
  readonly required: boolean;
  /** Fault begins -> last new request sent there; 0 when no traffic has to move. */
  readonly shedSeconds: Span;
  /** Recovery -> traffic is back; 0 when no traffic has moved. */
  readonly returnSeconds: Span;
  /** Capacity that is left once it has grown / peak load of the whole; `null` when the load is not declared. */
  readonly headroom: number | null;
  /** The same with what runs at the moment of the loss. */
  readonly headroomAtOnce: number | null;
  /** Seconds during which a part of the requests is refused while capacity grows. */
  readonly refusedSeconds: number | null;
  /** How many are refused meanwhile, at peak load. */
  readonly refusedRequests: number | null;
  readonly reads: Traffic;
  readonly writes: Traffic;
  /** Worst case, in seconds of writes; `null` = all of it, or not decidable. */
  readonly rpoSeconds: number | null;
  /** Worst case until writes are accepted again, decision included; `null` = never by itself. */
  readonly writeRtoSeconds: number | null;
  /** Who must act before all is well again. */
  readonly acts: 'nobody' | 'operator';
  /** The chain of resources that was followed; what decided comes first. */
  readonly why: readonly Reason[];
}

/** A declared objective beside what is predicted. */
export interface ObjectiveVerdict {
  readonly name: keyof Objectives;
  /** Name of the topology that declares it. */
  readonly topology: string;
  readonly declared: number;
  /** `null` = nothing in the plan bounds it. */
  readonly predicted: number | null;
  readonly met: boolean;
  /** How far off, in the objective's own unit; 0 when met, `null` when nothing bounds it. */
  readonly missedBy: number | null;
  /** The single setting to change, when one suffices. */
  readonly change: Change | null;
}

/** One setting with the value it has and the value that would do. */
export interface Change {
  /** The first resource that has the setting. */
  readonly urn: string;
  /** Every resource that has to have the new value: both regions are set alike. */
  readonly on: readonly string[];
  readonly argument: string;
  readonly from: number | string;
  readonly to: number | string;
}

export interface Verdict {
  readonly stack: string;
  readonly losses: readonly LossVerdict[];
  readonly objectives: readonly ObjectiveVerdict[];
  /** What was seen in the plan and could not be read; empty when everything could. */
  readonly undecided: readonly Evidence[];
  /** True when every required loss is survived, every declared objective is met and nothing is undecided. */
  readonly ok: boolean;
}

/** What one loss takes away. */
export interface Loss {
  readonly name: string;
  readonly kind: 'region' | 'zone' | 'half' | 'store' | 'provider';
  /** Region, zone, store name or cloud. */
  readonly target: string;
  /** Region of the zone or of the halved pool. */
  readonly region?: string;
  /** What fails in the rest at the same time. Absent: nothing. */
  readonly also?: Exclude<SecondLoss, 'nothing'>;
}

/** Fault kinds in which a region is lost: it refuses, it answers errors, it accepts and never answers. */
export const REGION_FAULTS = ['crash', 'error', 'hang'] as const satisfies readonly FaultKind[];
