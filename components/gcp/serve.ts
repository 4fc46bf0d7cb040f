import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import { physicalNames, type PhysicalNames, type RegionNames, variableName } from '../../topology/shape/names.ts';
import { startSeconds } from '../../topology/shape/capacity.ts';
import type { InstancesShape, Topology } from '../../topology/shape/topology.ts';
import { byRegion, type Pair } from '../byRegion.ts';
import { GcpBackends } from './backends.ts';
import type { GcpBucket } from './bucket.ts';
import type { GcpDatabase } from './database.ts';
import { GcpInstanceBackends } from './instanceBackends.ts';
import { GcpInstances } from './instances.ts';
import type { GcpNetwork } from './network.ts';
import type { GcpRateLimit } from './rateLimit.ts';
import { GcpRegion } from './region.ts';
import type { RouteTarget } from './routes.ts';
import type { GcpSecrets } from './secrets.ts';

// One service in both regions. A topology has one, or several that share what is not their own.

/** What all services of a topology share. */
export interface Shared {
  network: GcpNetwork;
  database: GcpDatabase;
  /** Where they write. */
  writeHost: Input<string>;
  bucket: GcpBucket;
  secrets: GcpSecrets;
  rateLimit: GcpRateLimit;
}

/** A service that runs in both regions. */
export interface Served {
  /** Its two halves, by region. */
  regions: Readonly<Record<string, GcpRegion | GcpInstances>>;
  /** Where the entry sends its requests. */
  target: RouteTarget;
}

/** Builds the two halves of a topology's service, and the backend services that the entry reaches them by. */
export const serve = (name: string, topology: Topology, shared: Shared, opts: ComponentResourceOptions): Served =>
  topology.instances
    ? onInstances(name, topology, topology.instances, shared, opts)
    : onCloudRun(name, topology, shared, opts);

const pairOf = ({ regions }: Topology): Pair => [regions.primary, regions.failover];

function onCloudRun(name: string, topology: Topology, shared: Shared, opts: ComponentResourceOptions): Served {
  const { detection, database } = topology;
  const pair = pairOf(topology);
  const own = { ...probeArgs(topology), guarded: database.guarded };
  const regions = byRegion(
    pair,
    (region) => new GcpRegion(`${name}-${region}`, { ...halfArgs(topology, region, shared), ...own }, opts),
  );
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

function onInstances(
  name: string,
  topology: Topology,
  shape: InstancesShape,
  shared: Shared,
  opts: ComponentResourceOptions,
): Served {
  const { regions: homes, active, service } = topology;
  const pair = pairOf(topology);
  const regions = byRegion(pair, (region) => {
    const zones = region === homes.primary ? shape.zones.primary : shape.zones.failover;
    return new GcpInstances(`${name}-${region}`, { ...shape, ...halfArgs(topology, region, shared), zones }, opts);
  });
  const { target } = new GcpInstanceBackends(
    `${name}-backends`,
    {
      backends: pair.map((region) => ({
        region,
        groups: regions[region]!.instanceGroups,
        // The one place where the role counts: what the active region has too much keeps the other live. Updates in place.
        targetRps: region === homes[active] ? shape.targetRps : service.instanceRps,
      })),
      securityPolicyId: shared.rateLimit.policyId,
      networkId: shared.network.networkId,
      port: service.port,
      readyPath: service.readyPath,
      ...probeArgs(topology),
    },
    opts,
  );
  return { regions, target };
}

/** How the entry notices what is bad, wherever the probe is. */
const probeArgs = ({ detection }: Topology) => ({
  readyPeriodSeconds: detection.periodSeconds,
  readyTimeoutSeconds: detection.timeoutSeconds,
  readyFailures: detection.failures,
  readySuccesses: detection.successes,
});

/** Physical names of a region's own resources. */
export function namesOf(names: PhysicalNames, region: string): RegionNames {
  const found = names.regions[region];
  if (!found) throw new Error(`No physical names for region ${region}.`);
  return found;
}

/** One region's half of the service, on whatever it runs. Nothing here may depend on which role the region plays. */
function halfArgs(topology: Topology, region: string, shared: Shared) {
  const { service } = topology;
  const { serviceAccount, service: serviceName } = namesOf(physicalNames(topology), region);
  return {
    ...service,
    ...shared.network.subnets[region]!,
    project: topology.project,
    region,
    serviceName,
    accountId: serviceAccount,
    minInstances: topology.minInstances,
    maxInstances: topology.maxInstances,
    startSeconds: startSeconds(topology),
    env: {
      ...service.env,
      REGION: region,
      BUCKET: shared.bucket.bucketName,
      DATABASE_NAME: shared.database.databaseName,
      DATABASE_USER: shared.database.userName,
      // Writes follow the primary, reads stay in the region.
      DATABASE_WRITE_HOST: shared.writeHost,
      DATABASE_READ_HOST: shared.database.readHosts[region]!,
    },
    secretEnv: Object.fromEntries(
      Object.entries(shared.secrets.secrets).map(([key, secret]) => [variableName(key), secret]),
    ),
    bucketName: shared.bucket.bucketName,
  };
}
