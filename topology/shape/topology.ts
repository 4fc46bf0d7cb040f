import type { Objectives, SecondLoss } from '../model/model.ts';

// The declared shape: what a person asks for, as plain data after validation. Every optional choice has been filled in
// by `readTopology` (readTopology.ts), so code below this line never meets a missing value.

export type Role = 'primary' | 'failover';

/** The two regions by their home role. Which of them holds the write side now is {@link Topology.active}. */
export interface RegionPair {
  readonly primary: string;
  readonly failover: string;
}

export interface ServiceShape {
  /** Container image, by digest or tag. */
  readonly image: string;
  /** TCP port the container listens on. Default: 8080. */
  readonly port: number;
  /** vCPUs of one instance. Default: 1. */
  readonly cpu: number;
  /** Memory of one instance in MiB. Default: 512. */
  readonly memoryMib: number;
  /** Requests one instance works on at once. Default: 80. */
  readonly concurrency: number;
  /** Requests per second one instance carries at target utilisation. */
  readonly instanceRps: number;
  /** Seconds from the decision to scale until a new instance serves. Default: 10. */
  readonly startSeconds: number;
  /** Path that answers 200 only when this instance can serve. Default: /ready. */
  readonly readyPath: string;
  /** Path that answers 200 while the process is alive. Default: /live. */
  readonly livePath: string;
  /** Plain environment variables of the container. Secrets go through `secrets`. Default: none. */
  readonly env: Readonly<Record<string, string>>;
}

/** Virtual machines that run the service; see the configuration group `instances`. */
export interface InstancesShape {
  /** Default: the smallest general machine with the service's vCPUs and memory. */
  readonly machineType: string;
  /** At least three zones of each home region. Default: the first three. */
  readonly zones: { readonly primary: readonly string[]; readonly failover: readonly string[] };
  /** Default: the stable family of Google's container-optimised image. */
  readonly bootImage: string;
  /** Seconds that a machine needs on top of the service's own start. Default: 45. */
  readonly bootSeconds: number;
  /** Default: 20. */
  readonly bootDiskGib: number;
  /** Suspended instances of each region that a scale-out resumes. Default: 0. */
  readonly warmInstances: number;
  /** Requests per second that the entry aims at for one instance of the active region. Default: keeps the other one live at peak. */
  readonly targetRps: number;
  /** CPU use at which the autoscaler adds instances, 0..1. Default: 0.6. */
  readonly cpuTarget: number;
  /** Auto-healing check, start to start, in seconds. Default: 15. */
  readonly healSeconds: number;
  /** Auto-healing checks in a row that fail before an instance is recreated. Default: 6. */
  readonly healFailures: number;
  /** Instances that an update adds at once over all zones of a region. Default: one in each zone. */
  readonly surge: number;
}

export interface CapacityShape {
  /** `static`: each region runs what the loss of the other needs. `scaled`: it runs a floor and grows. */
  readonly strategy: 'static' | 'scaled';
  /** What else may fail at the same time as a region. Default: nothing. */
  readonly toleratesAlso: SecondLoss;
}

export interface LoadShape {
  /** Requests per second at peak: of `service`, or of the one service that it is about. */
  readonly peakRps: number;
  /** Part of the clients whose nearest region is the failover region, 0..1 exclusive. Default: 0.2. */
  readonly failoverClientShare: number;
}

/** How a bad region is noticed. Times in seconds. */
export interface DetectionShape {
  /** Readiness probe: start to start. Default: 5. */
  readonly periodSeconds: number;
  /** Time limit of one probe; below the period. Default: 1. */
  readonly timeoutSeconds: number;
  /** Probes in a row to fall. Default: 2. */
  readonly failures: number;
  /** Probes in a row to rise. Default: 2. */
  readonly successes: number;
  /** Passive ejection after this many errors in a row. Default: 5. */
  readonly consecutiveErrors: number;
  /** First ejection lasts this long. Default: 180. */
  readonly baseEjectionSeconds: number;
  /** Time limit of one try before the entry retries elsewhere. Default: 2. */
  readonly perTrySeconds: number;
  /** Retries after the first try. Default: 2. */
  readonly retries: number;
}

export interface DatabaseShape {
  /** Default: POSTGRES_17. */
  readonly version: string;
  /** Cloud SQL tier. Default: db-perf-optimized-N-2. */
  readonly tier: string;
  /** ENTERPRISE_PLUS can designate a DR replica and has a write endpoint that follows the primary. Default: ENTERPRISE_PLUS. */
  readonly edition: 'ENTERPRISE' | 'ENTERPRISE_PLUS';
  /** Standby in a second zone, on both sides. Default: true. */
  readonly highAvailability: boolean;
  /** True from the second apply on: the replica then exists and can be designated. Default: false. */
  readonly designateReplica: boolean;
  /** Days of point-in-time recovery logs. Default: 7. */
  readonly recoveryDays: number;
  /** Deletion is refused by engine and cloud. Default: true. */
  readonly guarded: boolean;
}

export interface NetworkShape {
  /** IPv4 range of each region's subnet; must not overlap. Default: 10.0.0.0/20 and 10.1.0.0/20. */
  readonly cidrs: RegionPair;
  /** IPv4 range of the private services (databases). Default: 10.100.0.0/16. */
  readonly servicesCidr: string;
}

export interface BucketShape {
  /** Where Cloud Storage puts exactly these two regions: a multi-region (`US`) or a predefined pair (`NAM4`). Derived. */
  readonly location: string;
  /** The two regions as the bucket's placement lists them; empty when `location` is a predefined pair. Derived. */
  readonly dataLocations: readonly string[];
  /** Replicated within 15 minutes instead of 12 hours. Default: true. */
  readonly turbo: boolean;
}

/** Prices are inputs, in USD: nothing in a plan says them. Defaults are list prices of 2026 and marked in prices.ts. */
export interface PriceShape {
  readonly vcpuHour: number;
  readonly gibHour: number;
  readonly databaseHour: number;
  readonly databaseHaFactor: number;
  readonly storageGibMonth: number;
  readonly forwardingRuleHour: number;
  readonly armorMonth: number;
  readonly natHour: number;
}

/** An agreed breach of a rule: printed in every run, and refused from its end date on. */
export interface ExceptionShape {
  readonly rule: string;
  /** Logical name or URN of the resource, or `*`. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, as YYYY-MM-DD. */
  readonly until: string;
}

/** Objectives that one of several services has of its own. */
export type ServiceObjectives = Pick<
  Objectives,
  'shedSeconds' | 'returnSeconds' | 'headroom' | 'liveShare' | 'availability'
>;

/** One of several services behind the same entry. */
export interface NamedServiceShape extends ServiceShape {
  /** Hosts under which clients reach it. Default: the topology's domain. */
  readonly hosts: readonly string[];
  /** Paths on these hosts, each with all below it; empty: the whole of its hosts. */
  readonly paths: readonly string[];
  readonly load: LoadShape;
  readonly scaling: { readonly minInstances: number; readonly maxInstances: number };
  readonly capacity: Pick<CapacityShape, 'strategy'>;
  /** Absent on Cloud Run. */
  readonly instances?: Pick<InstancesShape, 'machineType' | 'targetRps'>;
  /** What it holds beside or instead of the topology's. Default: none. */
  readonly objectives: ServiceObjectives;
}

export interface Topology {
  readonly name: string;
  readonly project: string;
  readonly domain: string;
  readonly regions: RegionPair;
  readonly active: Role;
  /** What runs the service. Default: cloud-run. */
  readonly compute: 'cloud-run' | 'instances';
  readonly service: ServiceShape;
  /** Further services by name; `service` answers what none of them claims. Default: none. */
  readonly services: Readonly<Record<string, NamedServiceShape>>;
  /** Absent on Cloud Run. */
  readonly instances?: InstancesShape;
  readonly capacity: CapacityShape;
  /** Instances that run all the time in each region. Default: what `capacity` needs at peak. */
  readonly minInstances: number;
  /** Instances each region may grow to. Default: twice the minimum, and at least twice what `static` needs. */
  readonly maxInstances: number;
  readonly load: LoadShape;
  readonly detection: DetectionShape;
  readonly network: NetworkShape;
  readonly database: DatabaseShape;
  readonly bucket: BucketShape;
  /** Names of secrets that the service reads besides the database password. Values are set outside the plan. Default: none. */
  readonly secrets: readonly string[];
  readonly objectives: Required<Objectives>;
  /** Seconds a person or playbook needs to decide on a promotion. Default: 300. */
  readonly decisionSeconds: number;
  /** Addresses that alerts reach. At least one. */
  readonly alertEmails: readonly string[];
  readonly prices: PriceShape;
  readonly exceptions: readonly ExceptionShape[];
}
