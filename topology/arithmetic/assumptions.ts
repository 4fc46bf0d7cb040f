import type { Range } from './law.ts';

// Figures that no provider publishes. Each may be wrong: every function that uses one takes another in its place.

/**
 * Proxies of the entry that eject a region each for itself. UNVERIFIED: Google does not publish how many serve one
 * entry. The figure is the greatest that fits its own test (fewer than 5 % errors at more than 100 requests/s with an
 * ejection of 180 s and 5 errors a proxy; cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts), so it
 * makes ejection look slow rather than fast.
 */
export const ENTRY_PROXIES = 180;

/**
 * Length of an outage when nothing is known of it, in seconds. The mean of the bursts of 5 to 10 minutes of
 * 6 August 2025, and the longest of the recorded incidents (Google, 12 June 2025, 10:51 to 18:18).
 */
export const OUTAGE_SECONDS = { expected: 450, worst: 26_820 } as const;

/**
 * Seconds until the other copy of a store is writable, once decided. UNVERIFIED except where a source stands.
 * `cloud-sql-standby` is the automatic change of zone; the others follow the loss of a region.
 */
export const PROMOTION_SECONDS = {
  /** Source: cloud.google.com/sql/docs/postgres/high-availability speaks of about 60 s. */
  'cloud-sql-standby': { best: 30, expected: 60, worst: 180 },
  /** Enterprise Plus: replica failover to the designated DR replica. */
  'cloud-sql-designated': { best: 60, expected: 120, worst: 600 },
  /** Enterprise: promotion of a plain read replica. */
  'cloud-sql-replica': { best: 120, expected: 300, worst: 900 },
  /** Source: AWS calls the failover of a global database a few minutes. */
  'aurora-global': { best: 60, expected: 180, worst: 600 },
  /** RDS: promotion of a read replica in another region, which restarts it. */
  'rds-replica': { best: 120, expected: 600, worst: 1800 },
  /** ElastiCache: an operator promotes the other region of a global datastore; AWS fails over no region by itself. */
  'elasticache-global': { best: 60, expected: 180, worst: 600 },
  /** Copies that are equal need no promotion. */
  equal: { best: 0, expected: 0, worst: 0 },
} as const satisfies Record<string, Range>;

/** Seconds until writers find the new primary. UNVERIFIED: time to live of the name that follows it. */
export const ENDPOINT_SECONDS = {
  /** Cloud SQL's write endpoint, or Aurora's global writer endpoint. */
  follows: { best: 0, expected: 15, worst: 60 },
  /** A deployment that hands the new address to the service. */
  deployed: { best: 60, expected: 180, worst: 600 },
} as const satisfies Record<string, Range>;

/**
 * Seconds from the decision until a database of another cloud takes the writes: the copying is stopped, sequences are set,
 * and the services are told. UNVERIFIED.
 */
export const WRITABLE_ELSEWHERE_SECONDS = { best: 120, expected: 600, worst: 1800 } as const satisfies Range;

/** Seconds of writes that have not arrived at the other copy. UNVERIFIED except where a source stands. */
export const REPLICATION_LAG_SECONDS = {
  'cloud-sql-replica': { best: 0, expected: 1, worst: 60 },
  /** Source: AWS promises typically below 1 s. */
  'aurora-global': { best: 0, expected: 1, worst: 60 },
  /** Source: AWS speaks of less than 1 s between the regions of a global datastore. */
  'elasticache-global': { best: 0, expected: 1, worst: 60 },
  /** Source: cloud.google.com/storage/docs/availability-durability: all objects within 15 minutes. */
  'bucket-turbo': { best: 0, expected: 60, worst: 900 },
  /** Source: the same page: 99.9 % of objects within 1 hour, all within 12 hours. */
  'bucket-default': { best: 0, expected: 900, worst: 43_200 },
  'rds-replica': { best: 0, expected: 5, worst: 300 },
  /** Source: AWS speaks of about 1 s between the regions of a global table. */
  'dynamodb-global': { best: 0, expected: 1, worst: 60 },
  /** Source: S3 replication time control promises 99.99 % of objects within 15 minutes. */
  's3-time-control': { best: 0, expected: 60, worst: 900 },
  /** UNVERIFIED: changes carried from cloud to cloud row by row; minutes where much is written at once. */
  logical: { best: 0, expected: 10, worst: 300 },
  /** S3 without it promises nothing. */
  's3-default': { best: 0, expected: 900, worst: 86_400 },
} as const satisfies Record<string, Range>;

/**
 * Seconds from the loss of a store's primary until somebody or something has been told. UNVERIFIED: log-based alerts
 * and uptime checks every 60 s; a load balancer metric alone can take 270 s.
 */
export const ALERT_SECONDS = { best: 30, expected: 60, worst: 180 } as const satisfies Range;

/**
 * Seconds that AWS Global Accelerator takes on top of an endpoint's own health, both ways: AWS speaks of up to 30 s, for
 * new connections. Connections that are open stay where they are.
 */
export const ACCELERATOR_SECONDS = 30;

/** Time to live of a Route 53 alias to a load balancer or an accelerator, in seconds; UNVERIFIED for the latter. */
export const ALIAS_TTL_SECONDS = 60;

/** Volume of a database instance in GiB when the plan names none: the least that Cloud SQL makes. */
export const DATABASE_GIB = 10;

/**
 * Part of a region's instances that a deployment may keep from serving. UNVERIFIED: a rolling update that only adds
 * instances keeps none, a bad release is stopped after its first steps; the drill plays the same quarter.
 */
export const DEPLOY_UNAVAILABLE = 0.25;

/**
 * Seconds for which a scaler looks at the load before it asks for instances. Source: the autoscaler of managed groups
 * works on a window of 60 s. The others publish no figure, so nothing is added for them.
 */
export const SCALE_OUT_SECONDS: Readonly<Record<string, number>> = { instances: 60 };

/** Zones over which a regional platform spreads, where the plan names none. */
export const DEFAULT_ZONES = 3;
