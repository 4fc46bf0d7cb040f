import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { physicalNames, type PhysicalNames, type RegionNames } from '../../topology/shape/names.ts';
import type { Topology } from '../../topology/shape/topology.ts';
import { GcpBackends } from './backends.ts';
import type { GcpBucket } from './bucket.ts';
import type { GcpDatabase } from './database.ts';
import type { GcpNetwork } from './network.ts';
import type { GcpRateLimit } from './rateLimit.ts';
import { GcpRegion, type GcpRegionArgs } from './region.ts';
import type { RouteTarget } from './routes.ts';
import type { GcpSecrets } from './secrets.ts';

// One service in both regions. A topology has one, or several that share what is not their own.

export type Pair = readonly [string, string];

/** What all services of a topology share. */
export interface Shared {
  network: GcpNetwork;
  database: GcpDatabase;
  bucket: GcpBucket;
  secrets: GcpSecrets;
  rateLimit: GcpRateLimit;
}

/** A service that runs in both regions. */
export interface Served {
  /** Its two halves, by region. */
  regions: Readonly<Record<string, GcpRegion>>;
  /** Where the entry sends its requests. */
  target: RouteTarget;
}

/** Builds the two halves of a topology's service, and the backend services that the entry reaches them by. */
export function serve(name: string, topology: Topology, shared: Shared, opts: ComponentResourceOptions): Served {
  const names = physicalNames(topology);
  const pair: Pair = [topology.regions.primary, topology.regions.failover];
  const regions = byRegion(
    pair,
    (region) => new GcpRegion(`${name}-${region}`, regionArgs(topology, names, region, shared), opts),
  );
  const { detection } = topology;
  const { target } = new GcpBackends(
    `${name}-backends`,
    {
      backends: pair.map((region) => ({ region, group: regions[region]!.endpointGroupId })),
      securityPolicyId: shared.rateLimit.policyId,
      consecutiveErrors: detection.consecutiveErrors,
      baseEjectionSeconds: detection.baseEjectionSeconds,
    },
    opts,
  );
  return { regions, target };
}

/** Something for each of the two regions. */
export const byRegion = <T>(pair: Pair, make: (region: string) => T): Record<string, T> =>
  Object.fromEntries(pair.map((region) => [region, make(region)]));

/** Physical names of a region's own resources. */
export function namesOf(names: PhysicalNames, region: string): RegionNames {
  const found = names.regions[region];
  if (!found) throw new Error(`No physical names for region ${region}.`);
  return found;
}

/** One region's half of the service. Nothing here may depend on which role the region plays. */
function regionArgs(topology: Topology, names: PhysicalNames, region: string, shared: Shared): GcpRegionArgs {
  const { service, detection, database } = topology;
  const { serviceAccount, service: serviceName } = namesOf(names, region);
  return {
    ...service,
    ...shared.network.subnets[region]!,
    project: topology.project,
    region,
    serviceName,
    accountId: serviceAccount,
    minInstances: topology.minInstances,
    maxInstances: topology.maxInstances,
    readyPeriodSeconds: detection.periodSeconds,
    readyTimeoutSeconds: detection.timeoutSeconds,
    readyFailures: detection.failures,
    readySuccesses: detection.successes,
    env: {
      ...service.env,
      REGION: region,
      BUCKET: shared.bucket.bucketName,
      DATABASE_NAME: shared.database.databaseName,
      DATABASE_USER: shared.database.userName,
      // Writes follow the primary, reads stay in the region.
      DATABASE_WRITE_HOST: shared.database.writeHost,
      DATABASE_READ_HOST: shared.database.readHosts[region]!,
    },
    secretEnv: Object.fromEntries(
      Object.entries(shared.secrets.secrets).map(([key, secret]) => [variableName(key), secret]),
    ),
    bucketName: shared.bucket.bucketName,
    guarded: database.guarded,
  };
}

/** `session-key` is read as `SESSION_KEY`. */
const variableName = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');
