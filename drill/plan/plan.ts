// What a drill builds on this machine, as plain data. Times are wall-clock milliseconds: the time scale has been applied.

import type { Cloud, Objectives, Pool, Signal } from '../../topology/model/model.ts';
import type { ProfileName, Range, StoreSummary, TopologySummary } from '../report/report.ts';
import type { TimeScale } from './scale.ts';

/** Clients whose nearest region is `home`, and the regions that their requests may go to, best first. */
export interface StreamPlan {
  readonly home: string;
  /** Part of all clients, 0..1. */
  readonly share: number;
  readonly order: readonly string[];
}

/** A stream as the proxy serves it: a cluster of its own. */
export interface ClusterPlan extends StreamPlan {
  /** With fewer healthy members than this part, all members are tried, 0..1: clouds differ, and one entry may reach two. */
  readonly failsOpenBelow: number;
}

/** What may overflow: load near a region that exceeds its target goes to the next region with room. */
export interface OverflowPlan {
  readonly regions: readonly {
    readonly name: string;
    /** Part of all clients that have this region as their nearest, 0..1. */
    readonly near: number;
    /** Requests per wall-clock second with the region's minimum of instances; null = no target. */
    readonly targetRps: number | null;
  }[];
}

/** A region with fewer healthy members than `below` gets nothing until `above` of them have held. Parts, 0..1. */
export interface DrainPlan {
  readonly below: number;
  readonly above: number;
  readonly holdMs: number;
}

/** How something is asked whether it is well, over and over. */
export interface ProbeTimes {
  /** A TCP probe sees a dead port and nothing else. */
  readonly kind: 'http' | 'tcp';
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly failures: number;
  readonly successes: number;
}

/** A checker of its own, as providers of DNS run them: many of them, each starting its probes at a fixed rate. */
export interface CheckPlan extends ProbeTimes {
  readonly checkers: number;
  /** What is checked counts as well while more than this part of the checkers find it well. */
  readonly quorum: number;
}

/** Something that an entry hands clients to: one region, or the regions behind one balancer. */
export interface RecordPlan {
  readonly name: string;
  readonly regions: readonly string[];
  /** `targets`: bad when all that is behind it is bad. Null: well, whatever happens. */
  readonly check: CheckPlan | 'targets' | null;
  /**
   * Set when an accelerator chooses among the regions: so long after a region has lost its last target, or has one again,
   * it acts. Null: a proxy chooses, request by request, or there is nothing to choose.
   */
  readonly insideDelayMs: number | null;
}

/** An entry that hands clients to a place instead of deciding request by request. */
export interface SteeringPlan {
  readonly records: readonly RecordPlan[];
  /** Clients by the record that they use first; names are those of records. */
  readonly clients: readonly StreamPlan[];
  /** How long a client keeps an answer; 0 = it follows at once. */
  readonly ttlMs: number;
  /** From a change of a record's health until the entry acts on it. */
  readonly delayMs: number;
}

/** Active health checking. */
export interface ProbePlan extends ProbeTimes {
  /** Regions that are checked; the others count as healthy whatever they do. */
  readonly regions: readonly string[];
}

/** Passive ejection. */
export interface OutlierPlan {
  /** Regions whose own clients are watched. */
  readonly regions: readonly string[];
  readonly consecutiveErrors: number;
  readonly intervalMs: number;
  readonly baseEjectionMs: number;
  readonly maxEjectionPercent: number;
  /** True: a 429 counts as an error. No cloud here can say so. */
  readonly counts429: boolean;
}

/** Retries by the entry. */
export interface RetryPlan {
  /** Conditions in the proxy's own spelling. */
  readonly conditions: readonly string[];
  /** Status codes retried besides. */
  readonly statusCodes: readonly number[];
  readonly attempts: number;
  readonly perTryMs: number;
  /** True: a further try leaves the region that failed. Not documented for Google, so a run can have it either way. */
  readonly leavesFailedRegion: boolean;
}

export interface EntryPlan {
  readonly streams: readonly ClusterPlan[];
  readonly probe: ProbePlan | null;
  readonly outlier: OutlierPlan | null;
  readonly retry: RetryPlan | null;
  /** A request is given up after this long, further tries included. */
  readonly requestTimeoutMs: number;
  /** The proxy gathers changes of its endpoints for this long before it acts on them. */
  readonly mergeWindowMs: number;
  /** Part of a region's healthy members below which its requests begin to go elsewhere, 0..1. */
  readonly leavesBelow: number;
  readonly overflow: OverflowPlan | null;
  readonly drain: DrainPlan | null;
  /** Null where one proxy decides per request. */
  readonly steering: SteeringPlan | null;
}

/** One region's compute. */
export interface RegionPlan {
  readonly name: string;
  readonly role: 'primary' | 'failover';
  readonly provider: Cloud;
  /** Addresses at which the region can be reached, each of which stands for an equal part of its instances. */
  readonly members: number;
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Requests per wall-clock second of one instance at target utilisation; null = not declared, and not limited. */
  readonly instanceRps: number | null;
  /** Part of an instance's whole capacity that the scaler aims at. */
  readonly targetUtilisation: number;
  /** Requests at work in one instance, as a fraction: the drill's load is a fraction of the declared one. */
  readonly instanceInFlight: number;
  /** A request waits this long for an instance before it is answered 429. */
  readonly waitLimitMs: number;
  /** From the decision to scale until a new instance serves. */
  readonly startMs: number;
  /** Arrivals are averaged over this window before the scaler decides. */
  readonly scaleOutMs: number;
  /** Instances that were not needed for this long go away. */
  readonly scaleInMs: number;
  /** Part of the instances that must be ready for the region to call itself healthy. */
  readonly healthyShare: number;
  /** What the verdict's arithmetic takes: the plan's own figures, in declared seconds and requests. */
  readonly asDeclared: {
    readonly compute: Pool['compute'];
    readonly instanceRps: number | undefined;
    readonly startSeconds: number | undefined;
  };
}

/** The database pair. */
export interface StorePlan {
  readonly name: string;
  readonly primaryRegion: string;
  /** Null when the plan keeps one copy. */
  readonly replicaRegion: string | null;
  readonly replication: 'sync' | 'async' | 'none';
  /** Writes, in declared seconds of them, that the plan says may be lost at worst; null = it cannot say. */
  readonly rpoSeconds: number | null;
  /** One-way delay of the replication link, standing for the declared replica lag. */
  readonly linkDelayMs: number;
  /** Null = nobody promotes. */
  readonly promotion: {
    /** A primary that cannot be reached for this long counts as lost. */
    readonly noticeMs: number;
    /** From the loss of the primary until the promotion is decided, were nothing to come back. */
    readonly decideAfterMs: number;
    /** From the decision until clients reach the new primary, as the provider takes it. */
    readonly takesMs: number;
    /** From the loss until writes work again, as the verdict has it for the cloud, in declared seconds. */
    readonly law: Range;
  } | null;
  /** A lost standby is taken out of the commit path after this long. */
  readonly releaseAfterMs: number;
  readonly writesPerSecond: number;
}

export interface DrillPlan {
  readonly stack: string;
  readonly profile: ProfileName;
  readonly scale: TimeScale;
  /** Requests per wall-clock second that stand for the declared peak. */
  readonly rate: number;
  readonly entry: EntryPlan;
  readonly regions: readonly RegionPlan[];
  /** What notices that a region is bad, with the times that this drill really uses, in declared seconds. */
  readonly signals: ReadonlyMap<string, readonly Signal[]>;
  /** The same for records that hold several regions, by the name of the record: it notices that all of them are bad. */
  readonly recordSignals: ReadonlyMap<string, readonly Signal[]>;
  /** What the law needs to tell how the cloud itself would fare. */
  readonly asDeclared: {
    readonly signals: ReadonlyMap<string, readonly Signal[]>;
    readonly recordSignals: ReadonlyMap<string, readonly Signal[]>;
    readonly perTrySeconds: number | undefined;
    /** Requests per second at peak; the drill's own rate where none is declared. */
    readonly peakRps: number;
  };
  readonly objectives: Objectives;
  readonly store: StorePlan | null;
  readonly summary: TopologySummary & { readonly store: StoreSummary | null };
  /** What was assumed, left out, or cannot be read at this scale. */
  readonly notes: readonly string[];
}
