import * as gcp from '@pulumi/gcp';
import type { types } from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { cloudInit } from './cloudInit.ts';
import { identity, REPORTING_ROLES, type Identity } from './identity.ts';
import type { GcpSecretRef } from './secrets.ts';

export interface GcpInstancesArgs {
  /** Google Cloud project, for the roles of the region's own identity. */
  project: pulumi.Input<string>;
  /** Google Cloud region. A change replaces the machines. */
  region: pulumi.Input<string>;
  /** Zones of the region, at least three; each gets a group. Plain, because it decides which resources exist. */
  zones: readonly string[];
  /** VPC of the machines. */
  network: pulumi.Input<string>;
  /** The region's subnet in that VPC. */
  subnetwork: pulumi.Input<string>;
  /** Start of every machine's name, at most 58 characters. A change replaces the groups. */
  serviceName: pulumi.Input<string>;
  /** Id of the region's service account, 6 to 30 characters. A change replaces it. Default: derived from the component's name. */
  accountId?: pulumi.Input<string>;
  /** Container image by digest or tag, in a repository that both regions can pull from. A change rolls the machines over. */
  image: pulumi.Input<string>;
  /** TCP port the container listens on. Default: 8080. */
  port?: pulumi.Input<number>;
  /** Instances that run all the time, over all zones; the same number in each, so a multiple of their number. Plain, because it is divided. */
  minInstances: number;
  /** Instances the region may grow to, over all zones; a multiple of their number. Plain, because it is divided. */
  maxInstances: number;
  /** Seconds until a new machine serves; a machine that takes three times as long is taken for sick. Default: 60. */
  startSeconds?: number;
  /** Path that answers 200 while the process is alive: what auto-healing asks. Default: /live. */
  livePath?: pulumi.Input<string>;
  /** Environment variables of the container, by name. Default: none. */
  env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secrets given to the container as environment variables, by variable name. The region's identity may read these and no others. Default: none. */
  secretEnv?: Readonly<Record<string, GcpSecretRef>>;
  /** Name of a bucket whose objects the service may read and write. Default: none. */
  bucketName?: pulumi.Input<string>;
  /** Machine type. Default: e2-standard-2. */
  machineType?: pulumi.Input<string>;
  /** Boot image, which must understand cloud-init and bring Docker. Default: the stable container-optimised family. */
  bootImage?: pulumi.Input<string>;
  /** Boot disk in GiB. Default: 20. */
  bootDiskGib?: pulumi.Input<number>;
  /** Suspended machines that a scale-out resumes, over all zones; rounded up to the same number in each. Plain, because it is divided. Default: 0. */
  warmInstances?: number;
  /** CPU use at which machines are added, 0..1. Default: 0.6. */
  cpuTarget?: pulumi.Input<number>;
  /** Auto-healing check: seconds from one start to the next. Default: 15. */
  healSeconds?: pulumi.Input<number>;
  /** Auto-healing checks in a row that fail before a machine is recreated. Default: 6. */
  healFailures?: pulumi.Input<number>;
  /** Machines that an update adds at once over all zones. At least one for each. Plain, because it is divided. Default: one in each zone. */
  surge?: number;
}

const BOOT_IMAGE = 'projects/cos-cloud/global/images/family/cos-stable';

/** Rights that a machine needs and Cloud Run has by itself. */
const MACHINE_ROLES = {
  ...REPORTING_ROLES,
  logs: 'roles/logging.logWriter',
  pulls: 'roles/artifactregistry.reader',
};

/** Name of the port in the groups, which the entry's backend services send to. */
export const PORT_NAME = 'http';

/**
 * One region's half of the service on virtual machines: a managed group and an autoscaler in each zone, all from one
 * template.
 *
 * The groups are zonal, because the entry's drain and failover threshold exist for zonal groups only. They grow by CPU and
 * not by the entry's own measure, whose target is meant to overflow. Nothing here knows whether the region is primary.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/service-lb-policy
 */
export class GcpInstances extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpInstances';

  /** Links of the instance groups in the order of the zones; backends of the entry. */
  readonly instanceGroups: readonly pulumi.Output<string>[];
  /** Start of every machine's name. */
  readonly serviceName: pulumi.Output<string>;
  /** Email of the identity that the machines run as. */
  readonly serviceAccountEmail: pulumi.Output<string>;
  /** Its number, which is never given to another identity. */
  readonly serviceAccountUniqueId: pulumi.Output<string>;

  /** @throws `RunError` before any resource when the sizes do not divide over the zones. */
  constructor(name: string, args: GcpInstancesArgs, opts?: pulumi.ComponentResourceOptions) {
    checkSizes(name, args);
    super(GcpInstances.__pulumiType, name, {}, opts);
    const own = identity(
      name,
      {
        project: args.project,
        accountId: args.accountId,
        displayName: pulumi.interpolate`${name} (instances, ${args.region})`,
        projectRoles: MACHINE_ROLES,
        secretEnv: args.secretEnv ?? {},
        bucketName: args.bucketName,
      },
      this,
    );
    const template = this.#template(name, args, own);
    const healing = new gcp.compute.HealthCheck(
      `${name}-heal`,
      {
        checkIntervalSec: args.healSeconds ?? 15,
        timeoutSec: 5,
        unhealthyThreshold: args.healFailures ?? 6,
        healthyThreshold: 1,
        httpHealthCheck: { requestPath: args.livePath ?? '/live', port: args.port ?? 8080 },
        logConfig: { enable: true },
      },
      { parent: this },
    );
    this.instanceGroups = args.zones.map((zone) => this.#zone(name, args, zone, template, healing));
    this.serviceName = pulumi.output(args.serviceName);
    this.serviceAccountEmail = own.account.email;
    this.serviceAccountUniqueId = own.account.uniqueId;
    this.registerOutputs({ serviceName: this.serviceName, serviceAccountEmail: this.serviceAccountEmail });
  }

  #template(name: string, args: GcpInstancesArgs, { account, grants }: Identity): gcp.compute.InstanceTemplate {
    return new gcp.compute.InstanceTemplate(
      `${name}-vm`,
      {
        machineType: args.machineType ?? 'e2-standard-2',
        region: args.region,
        disks: [
          {
            boot: true,
            autoDelete: true,
            sourceImage: args.bootImage ?? BOOT_IMAGE,
            diskType: 'pd-balanced',
            diskSizeGb: args.bootDiskGib ?? 20,
          },
        ],
        // No access configuration: a machine has no public address, and goes out through Cloud NAT.
        networkInterfaces: [{ network: args.network, subnetwork: args.subnetwork }],
        serviceAccount: { email: account.email, scopes: ['cloud-platform'] },
        shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
        scheduling: { automaticRestart: true, onHostMaintenance: 'MIGRATE' },
        metadata: {
          'enable-oslogin': 'TRUE',
          'block-project-ssh-keys': 'TRUE',
          'google-logging-enabled': 'true',
          'google-monitoring-enabled': 'true',
          'user-data': bootText(args),
        },
      },
      { parent: this, dependsOn: grants },
    );
  }

  /** A group and what sizes it. A logical name must be short: the engine adds a random end, and the cloud takes 63 characters. */
  #zone(
    name: string,
    args: GcpInstancesArgs,
    zone: string,
    template: gcp.compute.InstanceTemplate,
    healing: gcp.compute.HealthCheck,
  ): pulumi.Output<string> {
    const letter = zone.slice(-1);
    const startSeconds = Math.ceil(args.startSeconds ?? 60);
    const manager = new gcp.compute.InstanceGroupManager(
      `${name}-${letter}`,
      {
        zone,
        baseInstanceName: args.serviceName,
        // With its unique end, so that a template that was replaced under one name is seen as another.
        versions: [{ instanceTemplate: template.selfLinkUnique }],
        namedPorts: [{ name: PORT_NAME, port: args.port ?? 8080 }],
        autoHealingPolicies: { healthCheck: healing.id, initialDelaySec: Math.min(3600, 3 * startSeconds) },
        updatePolicy: {
          type: 'PROACTIVE',
          minimalAction: 'REPLACE',
          // New machines first, and an old one goes only when a new one serves: never fewer than the floor.
          maxSurgeFixed: Math.floor((args.surge ?? args.zones.length) / args.zones.length),
          maxUnavailableFixed: 0,
        },
        ...standby(args, startSeconds),
      },
      { parent: this },
    );
    new gcp.compute.Autoscaler(
      `${name}-as-${letter}`,
      {
        zone,
        target: manager.id,
        autoscalingPolicy: {
          minReplicas: args.minInstances / args.zones.length,
          maxReplicas: args.maxInstances / args.zones.length,
          cooldownPeriod: startSeconds,
          cpuUtilization: { target: args.cpuTarget ?? 0.6 },
          // Slowly down: traffic that flaps between the regions must not find one that has just shrunk.
          scaleInControl: { maxScaledInReplicas: { percent: 10 }, timeWindowSec: 600 },
        },
      },
      { parent: this },
    );
    // The same as its output `instanceGroup`, and known before an apply: a plan then tells which target is whose.
    return pulumi.interpolate`https://www.googleapis.com/compute/v1/projects/${args.project}/zones/${zone}/instanceGroups/${manager.name}`;
  }
}

/** Suspended machines, which the group resumes before it makes new ones. */
function standby(
  { warmInstances = 0, zones }: GcpInstancesArgs,
  startSeconds: number,
): Pick<gcp.compute.InstanceGroupManagerArgs, 'standbyPolicy' | 'targetSuspendedSize'> {
  if (warmInstances === 0) return {};
  const standbyPolicy: types.input.compute.InstanceGroupManagerStandbyPolicy = {
    mode: 'SCALE_OUT_POOL',
    // Suspended only once it has served, so that a resumed one has its image and its secrets.
    initialDelaySec: Math.min(3600, 2 * startSeconds),
  };
  return { standbyPolicy, targetSuspendedSize: Math.ceil(warmInstances / zones.length) };
}

function bootText(args: GcpInstancesArgs): pulumi.Output<string> {
  const secrets = Object.entries(args.secretEnv ?? {}).map(
    ([key, { id, version }]) => [key, pulumi.output({ id, version })] as const,
  );
  return pulumi
    .all([
      pulumi.output(args.image),
      pulumi.output(args.port ?? 8080),
      pulumi.all(args.env ?? {}),
      pulumi.all(Object.fromEntries(secrets)),
    ])
    .apply(([image, port, env, secretEnv]) => cloudInit({ image, port, env, secretEnv }));
}

function checkSizes(name: string, { zones, minInstances, maxInstances, surge }: GcpInstancesArgs): void {
  const count = zones.length;
  const even = (what: string, given: number): string[] =>
    given >= count && given % count === 0
      ? []
      : [`${what} is ${given}; with ${count} zones it must be ${count * Math.max(1, Math.ceil(given / count))}.`];
  const problems =
    count < 3
      ? [`zones has ${count}; at least 3 zones of the region are needed.`]
      : [
          ...even('minInstances', minInstances),
          ...even('maxInstances', maxInstances),
          ...(maxInstances < minInstances
            ? [`maxInstances is ${maxInstances}; it must be ${minInstances} or more.`]
            : []),
          ...(surge !== undefined && surge < count ? [`surge is ${surge}; it must be ${count} or more.`] : []),
        ];
  if (problems.length > 0) throw new pulumi.RunError(`${name}: ${problems.join(' ')}`);
}
