// What the recognisers found in a resource graph, in the words of the field and free of any cloud's vocabulary.
// The verdict judges it, the drill builds it, the picture draws it.

/** Clouds whose resources the recognisers know. */
export type Cloud = 'gcp' | 'aws';

/** How a fault shows itself at the serving path. `lying` = requests fail while the health endpoint still answers well. */
export type FaultKind = 'crash' | 'error' | 'hang' | 'slow' | 'lying';

/** One step of the reason behind a statement: which resource, which argument, and what it says. */
export interface Evidence {
  /** URN of the resource that was read. */
  readonly urn: string;
  /** Dotted path of the argument that decided, in the provider's own spelling. */
  readonly argument?: string;
  /** What follows from it, as a short clause for a person. */
  readonly says: string;
}

/** What may fail at the same time as a region: nothing, a zone of what is left, or what a deployment there holds back. */
export type SecondLoss = 'nothing' | 'zone' | 'deploy';

/** A value that the plan may leave open: `undefined` means it cannot be decided from the plan. */
export type Known<T> = T | undefined;

/** Something that notices a bad region and stops sending new requests there. Times in seconds. */
export interface Signal {
  readonly kind: 'service-health' | 'health-check' | 'outlier' | 'dns-check';
  /** Faults it can notice. A TCP check sees a crash and not a 503. */
  readonly sees: readonly FaultKind[];
  /** Probing: start-to-start period, time limit of one probe, probes in a row to fall and to rise. Absent for `outlier`. */
  readonly probe?: {
    readonly periodSeconds: number;
    readonly timeoutSeconds: number;
    readonly failures: number;
    readonly successes: number;
  };
  /** Passive ejection. Absent for probes. */
  readonly outlier?: {
    readonly consecutiveErrors: number;
    readonly intervalSeconds: number;
    readonly baseEjectionSeconds: number;
    readonly maxEjectionPercent: number;
  };
  /** DNS: how long resolvers keep the old answer after the check has fallen. Absent elsewhere. */
  readonly ttlSeconds?: number;
  /** How long the entry takes on top to act on what a probe has found, in both directions. Default: 0. */
  readonly delaySeconds?: number;
  readonly evidence: readonly Evidence[];
}

/** Retries the entry makes by itself. */
export interface Retry {
  /** Faults that are tried again. 429 is in none of them on Google. */
  readonly on: readonly FaultKind[];
  readonly attempts: number;
  readonly perTrySeconds: Known<number>;
  /** False when each try stays in the region that failed (the regions are in separate backend services). */
  readonly reachesOtherRegion: boolean;
  readonly evidence: readonly Evidence[];
}

/** A load balancer behind a service's entry that chooses among several pools by itself: one cloud's own behind DNS. */
export interface Balancer {
  readonly urn: string;
  /** What tells the entry that everything behind the balancer is bad. */
  readonly signals: readonly Signal[];
}

/** What answers requests in one region, behind one service. */
export interface Pool {
  readonly region: string;
  /** Zones that the plan names; empty when the platform spreads over zones by itself. */
  readonly zones: readonly string[];
  readonly compute: 'cloud-run' | 'instances' | 'fargate' | 'unknown';
  /** Instances that run all the time, over all zones of the region. */
  readonly minInstances: Known<number>;
  /** Instances it may grow to. */
  readonly maxInstances: Known<number>;
  /** Requests that one instance works on at once. */
  readonly concurrency: Known<number>;
  /** Requests per second that one instance carries; from the declaration, or unknown. */
  readonly instanceRps: Known<number>;
  /** Seconds from the decision to scale until a new instance serves. */
  readonly startSeconds: Known<number>;
  /** Share of its capacity that the entry may use: 0 = drained, 1 = all. */
  readonly capacityScaler: number;
  /** Requests per second that the entry aims at here before it overflows to the other region; undefined = no target. */
  readonly targetRps?: number;
  /** Relative weight at a splitting entry (DNS weights, dials); undefined where the entry does not split. */
  readonly weight?: number;
  /** False when the entry sends here only after the others failed (a backup record, a dial of 0). */
  readonly live: boolean;
  readonly image: Known<string>;
  /** What notices that this pool is bad. Empty = nothing does. */
  readonly signals: readonly Signal[];
  /** Why what looks like a signal is none, where something looks like one. Absent: nothing does. */
  readonly blind?: readonly Evidence[];
  /** Why nothing is served from here although the entry points here. Absent: nothing speaks against it. */
  readonly unusable?: Evidence;
  /** Other regions with which this one counts as bad, whatever its own health. Absent: none. */
  readonly fallsWith?: readonly { readonly region: string; readonly evidence: Evidence }[];
  /** What leaves out single bad instances of this pool. Default: its `signals`. */
  readonly instanceSignals?: readonly Signal[];
  /** Set when the pool shares a balancer behind the entry: `signals` then move requests inside it. */
  readonly balancer?: Balancer;
  /** URN of the resource that runs the instances. */
  readonly urn: string;
  readonly evidence: readonly Evidence[];
}

/** Where clients arrive. */
export interface Entry {
  readonly kind: 'anycast' | 'accelerator' | 'dns' | 'regional';
  readonly urn: string;
  /** Yearly availability the provider promises for it, 0..1. */
  readonly availability: number;
  /** Set when only clients inside the network reach it. */
  readonly internal?: true;
}

/** How an entry treats a region of which only a part is bad. Parts of its members, 0..1. */
export interface PartialHealth {
  /** With fewer healthy members than this, a growing part of the region's traffic goes elsewhere. */
  readonly leavesBelow: number;
  /** Set when a region with fewer healthy members than `below` gets nothing, until `above` of them have held for a time. */
  readonly drain?: { readonly below: number; readonly above: number; readonly holdSeconds: number };
}

/** One stream of client traffic: a route of an entry and the pools it can reach. */
export interface Service {
  readonly name: string;
  /** URN of the declaration that holds for it; undefined when none does. */
  readonly topology?: string;
  readonly cloud: Cloud;
  /** URN of the backend service, target group or record set that owns the route. */
  readonly urn: string;
  readonly entry: Entry;
  readonly pools: readonly Pool[];
  readonly retry: Retry | undefined;
  /** Set when a fixed share is bound to one region whatever its health (weighted backend services over single regions). */
  readonly split?: Evidence;
  /** Set when the entry drops traffic instead of leaving a bad region (strict isolation). */
  readonly strict?: Evidence;
  /** Undefined where a region is good or bad as a whole. */
  readonly partialHealth?: PartialHealth;
  readonly evidence: readonly Evidence[];
}

/** A copy of a store. */
export interface Member {
  readonly region: string;
  readonly role: 'primary' | 'replica' | 'equal';
  /** True when the copy survives the loss of one zone without a hand on it. */
  readonly zoneRedundant: boolean;
  /** Size class as the provider names it (tier, instance class); undefined where stores have none. */
  readonly size?: string;
  /** vCPUs of that size, so that two copies can be compared; undefined where the size does not say. */
  readonly cpus?: number;
  readonly urn: string;
}

/** An argument that a store could have, and what it would then be. */
export interface StoreOption {
  readonly urn: string;
  readonly argument: string;
  readonly from: string;
  readonly to: string;
  readonly gives: Partial<Pick<Store, 'rpo' | 'promotion'>>;
}

/** Data or material that services need: a database, a bucket, a secret, an image repository. */
export interface Store {
  readonly name: string;
  /** URN of the declaration that holds for it; undefined when none does, or when several topologies share it. */
  readonly topology?: string;
  readonly kind: 'sql' | 'table' | 'bucket' | 'secret' | 'images' | 'cache';
  readonly cloud: Cloud;
  readonly urn: string;
  readonly members: readonly Member[];
  /** Name of an image repository inside its project, as images have it in theirs. Absent: not known, or another kind. */
  readonly repository?: string;
  /** Regions whose pools are known to read it; empty when the plan shows no reader. */
  readonly readers: readonly string[];
  /** `sync` loses nothing; `async` loses what had not arrived; `none` has one copy. */
  readonly replication: 'sync' | 'async' | 'none';
  /** Data lost when the primary's region goes, in seconds of writes; undefined = everything or not decidable. */
  readonly rpo: Known<{ readonly expected: number; readonly worst: number }>;
  /**
   * Who makes the other copy writable, and the seconds from the decision until writers reach it. Without `seconds` it
   * never becomes writable.
   */
  readonly promotion: {
    readonly who: 'automatic' | 'operator' | 'nobody';
    readonly seconds?: { readonly best: number; readonly expected: number; readonly worst: number };
  };
  /** What one more argument would give; the verdict proposes it where an objective is missed. */
  readonly options: readonly StoreOption[];
  /** True when deleting or replacing it is refused by the engine or the cloud. */
  readonly guarded: boolean;
  readonly availability: number;
  readonly evidence: readonly Evidence[];
}

/** One store's contents carried to another that is no part of it. Times in seconds. */
export interface Copy {
  /** URN of the store that is followed. */
  readonly from: string;
  /** URN of the store that follows. */
  readonly to: string;
  /** What the follower does not have yet when the other is lost. */
  readonly rpo: { readonly expected: number; readonly worst: number };
  /** From the decision until the follower takes writes. */
  readonly seconds: { readonly best: number; readonly expected: number; readonly worst: number };
  readonly evidence: readonly Evidence[];
}

/** A declared limit. Undefined = not declared, so not judged. Times in seconds. */
export interface Objectives {
  readonly shedSeconds?: number;
  readonly returnSeconds?: number;
  /** Capacity of the surviving region / peak load of the whole; at least 1 to carry it. */
  readonly headroom?: number;
  /** Part of real traffic that the failover region serves while all is well, 0..1. */
  readonly liveShare?: number;
  readonly rpoSeconds?: number;
  readonly writeRtoSeconds?: number;
  /** Yearly availability of the composite, 0..1. */
  readonly availability?: number;
  readonly monthlyCostUsd?: number;
}

/** What a topology component was told and left in the plan; an unrelated program has none. */
export interface Declared {
  readonly name: string;
  readonly urn: string;
  /** URN of the topology's own declaration, where this one is about one of several services of it. */
  readonly within?: string;
  readonly objectives: Objectives;
  /** Requests per second of the whole at peak. */
  readonly peakRps?: number;
  /** Requests per second that one instance carries. */
  readonly instanceRps?: number;
  readonly startSeconds?: number;
  /** vCPUs that each region may come to use: the quota to ask for. */
  readonly vcpuQuota?: number;
  /** `static`: what runs has to carry a loss, because nothing may be counted on to start by then. Absent: growing is enough. */
  readonly strategy?: 'static';
  /** A second loss that the capacity has to bear together with that of a region. Absent: none. */
  readonly toleratesAlso?: SecondLoss;
  /** Part of the clients whose nearest region is the failover region, 0..1. */
  readonly failoverClientShare?: number;
  readonly active?: 'primary' | 'failover';
  readonly regions?: { readonly primary: string; readonly failover: string };
  /** Seconds a person or a playbook needs to decide on a promotion. */
  readonly decisionSeconds?: number;
  readonly monthlyCostUsd?: number;
}

/** Something that was seen and could not be read. It counts as a failure where it matters. */
export interface Undecided {
  readonly about: 'service' | 'store' | 'entry';
  readonly evidence: Evidence;
}

export interface Model {
  readonly services: readonly Service[];
  readonly stores: readonly Store[];
  /** Copies between stores. Absent: none. */
  readonly copies?: readonly Copy[];
  readonly declared: readonly Declared[];
  readonly undecided: readonly Undecided[];
}
