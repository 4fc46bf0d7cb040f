// What one drill found, as plain JSON: the contract between the drill, the command line and the page.
// Times are declared seconds (the incident's own clock, counted from its start) unless the name ends in `Ms` or `wall`;
// those are this machine's. Ratios are 0..1. `null` means: did not happen, or cannot be said.

/** Which abilities the entry is given: those of the declared cloud, or all that the proxy can do (a comparison only). */
export type ProfileName = 'gcp' | 'aws' | 'envoy-best';

/** A stretch of declared seconds, by law: the luckiest, the mean, and the longest phase of the detectors. */
export interface Range {
  readonly best: number;
  readonly expected: number;
  readonly worst: number;
}

/** A fault of the incident beside what was predicted and measured for it. */
export interface FaultResult {
  /** Start and end, as the incident declares them. */
  readonly at: number;
  readonly until: number;
  /** When it really began, and when the region listened again. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly kind: string;
  /** As the incident names it: `primary`, `failover`, `database`... */
  readonly target: string;
  /** Regions that it struck; empty when it struck a store only. */
  readonly regions: readonly string[];
  /** Fault starts -> last request sent to the region, by the law of this proxy. Null: nothing here can notice it. */
  readonly shedPredicted: Range | null;
  /** The same for the cloud itself: the plan's own times, and a prober that starts probes at a fixed rate. */
  readonly shedPredictedCloud: Range | null;
  /** Null: requests were sent there until the fault ended. */
  readonly shedMeasured: number | null;
  /** Fault ends -> the region has at least 85 % of its steady share back. */
  readonly returnPredicted: Range | null;
  /** Null: not back before the next fault there, or the end. */
  readonly returnMeasured: number | null;
  /** Why the shed, or the return, says nothing about an objective. Absent: it does. */
  readonly shedUnjudged?: string;
  readonly returnUnjudged?: string;
  /** What the regions that are left turn away while they take over. Null where no region's whole load moves. */
  readonly refused: {
    /** With what the drill built: instances work up to their whole capacity, and a request may wait a moment everywhere. */
    readonly predicted: Refused;
    /** As the verdict counts, for this load and this length: instances carry what is declared, and few requests wait. */
    readonly predictedVerdict: Refused;
    /** 429 answers until traffic is back: from the first to the last, and how many. */
    readonly measured: Refused;
  } | null;
  /** Client-visible failures that were sent while it lasted, return included. */
  readonly failed: number;
  /** Requests of clients in the same stretch. */
  readonly requests: number;
  /** Why a figure is missing, or may not be read at this scale. */
  readonly note?: string;
}

/** Requests turned away for want of capacity. */
export interface Refused {
  readonly seconds: number;
  /** Requests of the drill, whose rate stands for the declared peak. */
  readonly requests: number;
}

/** A declared limit, or an expectation of the incident file, beside prediction and measurement. */
export interface ObjectiveResult {
  /** In words, for instance `shed` or `failed requests`. */
  readonly name: string;
  readonly unit: 'seconds' | 'ratio' | 'count';
  /** Which side of `declared` is good; `equal`: that value and no other. */
  readonly better: 'lower' | 'higher' | 'equal';
  readonly declared: number;
  readonly predicted: number | null;
  /** What the verdict's law says for the cloud itself, where the drill plays one value out of that range. */
  readonly law?: Range;
  readonly measured: number | null;
  /** Null: not judged in this drill. */
  readonly met: boolean | null;
  /** Why it is not judged, or not by all that happened, or what its figures stand for. */
  readonly note?: string;
}

/** One region as the drill built it. Instances are the plan's own count. */
export interface RegionSummary {
  readonly name: string;
  readonly role: 'primary' | 'failover';
  readonly compute: string;
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Requests per second of the plan that one instance carries; null when the plan does not say. */
  readonly instanceRps: number | null;
  /** Part of all clients that this region serves while all is well. */
  readonly steadyShare: number;
}

/** The database pair as the drill built it. */
export interface StoreSummary {
  readonly name: string;
  readonly primaryRegion: string;
  readonly replicaRegion: string | null;
  readonly replication: 'sync' | 'async' | 'none';
  /** From the loss until the controller promotes, were nothing to come back. */
  readonly promotionSeconds: number | null;
}

/** What of the plan was put to the test. */
export interface TopologySummary {
  readonly service: string;
  readonly cloud: string;
  readonly entry: string;
  readonly peakRps: number | null;
  readonly regions: readonly RegionSummary[];
  readonly store: StoreSummary | null;
  /** What notices a bad region, each as a short clause. */
  readonly signals: readonly string[];
  readonly retry: string | null;
}

/** A point of a series: `value` holds for the bucket that starts at `t`. */
export interface Point {
  readonly t: number;
  readonly value: number;
}

export interface RegionPoint extends Point {
  readonly region: string;
}

/** Curves over declared time, in buckets of {@link DrillReport.bucketSeconds}. */
export interface Series {
  /** Requests that clients sent, per wall-clock second. */
  readonly requests: readonly Point[];
  /** Client-visible failures, per bucket. */
  readonly errors: readonly Point[];
  /** 429 answers of a region, per bucket, whether retried or not. */
  readonly limited: readonly RegionPoint[];
  /** Instances that serve. */
  readonly instances: readonly RegionPoint[];
  /** Replica behind its primary; empty without a replicated database. */
  readonly replicaLag: readonly Point[];
  /** Median and 99th percentile that clients saw, in milliseconds of this machine. */
  readonly p50Ms: readonly Point[];
  readonly p99Ms: readonly Point[];
  /** Writes acknowledged, and refused, per bucket. */
  readonly writes: readonly Point[];
  readonly refused: readonly Point[];
}

/** Something that happened without being a fault: a promotion, an ejection before the first fault, a load step. */
export interface Moment {
  readonly t: number;
  readonly what: string;
}

/** One drill. Written as it is to the JSON report. */
export interface DrillReport {
  readonly version: 1;
  readonly stack: string;
  readonly profile: ProfileName;
  readonly incident: {
    readonly name: string;
    readonly title: string;
    /** Source of what is published, and what the file chose itself. */
    readonly published: string;
    readonly chosen: string;
    /** Clock time of t = 0, when the incident has one (`02:25 UTC`). */
    readonly clock: string | null;
    readonly seconds: number;
  };
  /** Declared seconds in one second of this machine. */
  readonly scale: number;
  /** Requests per second at this machine that stand for the declared peak. */
  readonly rate: number;
  /** ISO time of the run, and how long it took, set-up included. */
  readonly startedAt: string;
  readonly wallSeconds: number;
  readonly bucketSeconds: number;
  readonly topology: TopologySummary;
  readonly requests: {
    readonly total: number;
    readonly failed: number;
    /** failed / total. */
    readonly ratio: number;
    /** Further tries that the entry made by itself. */
    readonly retried: number;
    /** 429 answers of the regions. */
    readonly limited: number;
  };
  readonly latency: { readonly p50Ms: number; readonly p99Ms: number };
  readonly faults: readonly FaultResult[];
  readonly writes: {
    /** Between the start and the end of the incident. */
    readonly acknowledged: number;
    /** Acknowledged, whenever it was, and not in the primary at the end. */
    readonly lost: number;
    /** Longest stretch without an acknowledged write. */
    readonly refusedSeconds: number;
    /** Age of the oldest lost write when its primary died; 0 = none lost. */
    readonly lostSeconds: number;
    readonly promotions: number;
    /** True when two servers ever took writes at once. */
    readonly splitBrain: boolean;
  } | null;
  /** Part of the tries that each region received, per bucket. */
  readonly share: readonly { readonly t: number; readonly region: string; readonly ratio: number }[];
  readonly series: Series;
  readonly moments: readonly Moment[];
  readonly objectives: readonly ObjectiveResult[];
  /** Figures that mean what they say at this scale. */
  readonly readable: { readonly detection: boolean; readonly latency: boolean; readonly database: boolean };
  /** False when the run cannot be trusted, for instance an ejection before the first fault; `notes` says why. */
  readonly valid: boolean;
  /** Valid, and no objective missed. */
  readonly ok: boolean;
  readonly notes: readonly string[];
}
