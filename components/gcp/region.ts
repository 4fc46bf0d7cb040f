import * as gcp from '@pulumi/gcp';
import type { types } from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { identity, REPORTING_ROLES } from './identity.ts';
import type { GcpSecretRef } from './secrets.ts';

export interface GcpRegionArgs {
  /** Google Cloud project, for the roles of the region's own identity. */
  project: pulumi.Input<string>;
  /** Google Cloud region. A change replaces the service. */
  region: pulumi.Input<string>;
  /** VPC that outgoing connections to private addresses go through. */
  network: pulumi.Input<string>;
  /** The region's subnet in that VPC. */
  subnetwork: pulumi.Input<string>;
  /** Name of the Cloud Run service, at most 49 characters. A change replaces it. Default: the component's name with a random end. */
  serviceName?: pulumi.Input<string>;
  /** Id of the region's service account, 6 to 30 characters. A change replaces it. Default: derived from the component's name. */
  accountId?: pulumi.Input<string>;
  /** Container image by digest or tag, in a repository that both regions can pull from. */
  image: pulumi.Input<string>;
  /** TCP port the container listens on. Default: 8080. */
  port?: pulumi.Input<number>;
  /** vCPUs of one instance. They stay allocated between requests, so that probes and scale-out do not starve. Default: 1. */
  cpu?: pulumi.Input<number>;
  /** Memory of one instance in MiB. Default: 512. */
  memoryMib?: pulumi.Input<number>;
  /** Requests one instance works on at once. Default: 80. */
  concurrency?: pulumi.Input<number>;
  /** Instances that run all the time, over all zones of the region. At least 1: a region with none has no health to report. */
  minInstances: pulumi.Input<number>;
  /** Instances it may grow to. Beyond them it queues for about 10 seconds and then answers 429, which no entry retries. */
  maxInstances: pulumi.Input<number>;
  /** Seconds until a new instance serves; the start-up probe allows three times as long before it gives up. Default: 10. */
  startSeconds?: number;
  /** Path that answers 200 only when this instance can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** Path that answers 200 while the process is alive. Default: /live. */
  livePath?: pulumi.Input<string>;
  /** Readiness probe: seconds from one start to the next. Default: 5. */
  readyPeriodSeconds?: pulumi.Input<number>;
  /** Readiness probe: time limit of one probe in seconds, below the period. Default: 1. */
  readyTimeoutSeconds?: pulumi.Input<number>;
  /** Readiness probes in a row that must fail to take an instance out. Default: 2. */
  readyFailures?: pulumi.Input<number>;
  /** Readiness probes in a row that must succeed to take it back. Default: 2. */
  readySuccesses?: pulumi.Input<number>;
  /** Environment variables of the container, by name. Default: none. */
  env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secrets given to the container as environment variables, by variable name. The region's identity may read these and no others. Default: none. */
  secretEnv?: Readonly<Record<string, GcpSecretRef>>;
  /** Name of a bucket whose objects the service may read and write. Default: none. */
  bucketName?: pulumi.Input<string>;
  /** Deletion is refused by the provider. Default: true. */
  guarded?: pulumi.Input<boolean>;
}

const STARTUP_PERIOD_SECONDS = 2;

/**
 * One region's half of the service: Cloud Run with its own identity, and the endpoint group that the entry sends traffic to.
 *
 * Nothing in it knows whether the region is primary or failover. The readiness probe is what the entry reads as the
 * region's health, and the minimum of running instances is what carries a loss of the other region before any scale-out.
 *
 * Source: https://docs.cloud.google.com/run/docs/configuring/configure-service-health
 */
export class GcpRegion extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpRegion';

  /** Id of the serverless endpoint group; a backend of the entry. */
  readonly endpointGroupId: pulumi.Output<string>;
  /** Name of the Cloud Run service. */
  readonly serviceName: pulumi.Output<string>;
  /** Email of the identity that the service runs as. */
  readonly serviceAccountEmail: pulumi.Output<string>;
  /** Its number, which is never given to another identity. */
  readonly serviceAccountUniqueId: pulumi.Output<string>;

  constructor(name: string, args: GcpRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpRegion.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const { account, grants } = identity(
      name,
      {
        project: args.project,
        accountId: args.accountId,
        displayName: pulumi.interpolate`${name} (Cloud Run, ${args.region})`,
        projectRoles: REPORTING_ROLES,
        secretEnv: args.secretEnv ?? {},
        bucketName: args.bucketName,
      },
      this,
    );
    const service = new gcp.cloudrunv2.Service(
      `${name}-service`,
      {
        name: args.serviceName,
        location: args.region,
        // Only the entry may call it: anything else would bypass rate limits and logs.
        ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
        defaultUriDisabled: true,
        deletionProtection: args.guarded ?? true,
        // At the service and not at the revision, so that the floor also holds while a new revision takes over.
        scaling: { minInstanceCount: args.minInstances, maxInstanceCount: args.maxInstances },
        template: {
          serviceAccount: account.email,
          executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
          maxInstanceRequestConcurrency: args.concurrency ?? 80,
          // A revision has its own ceiling of 100 instances unless it is told otherwise.
          scaling: { maxInstanceCount: args.maxInstances },
          vpcAccess: {
            egress: 'PRIVATE_RANGES_ONLY',
            networkInterfaces: [{ network: args.network, subnetwork: args.subnetwork }],
          },
          containers: [container(args)],
        },
      },
      { parent: this, dependsOn: grants },
    );
    // Whoever comes through the entry is let in; ingress keeps everybody else out.
    new gcp.cloudrunv2.ServiceIamMember(
      `${name}-invoker`,
      { name: service.name, location: args.region, role: 'roles/run.invoker', member: 'allUsers' },
      child,
    );
    const endpoints = new gcp.compute.RegionNetworkEndpointGroup(
      `${name}-neg`,
      { region: args.region, networkEndpointType: 'SERVERLESS', cloudRun: { service: service.name } },
      child,
    );

    this.endpointGroupId = endpoints.id;
    this.serviceName = service.name;
    this.serviceAccountEmail = account.email;
    this.serviceAccountUniqueId = account.uniqueId;
    this.registerOutputs({
      endpointGroupId: this.endpointGroupId,
      serviceName: this.serviceName,
      serviceAccountEmail: this.serviceAccountEmail,
    });
  }
}

function container(args: GcpRegionArgs): types.input.cloudrunv2.ServiceTemplateContainer {
  const port = args.port ?? 8080;
  const ready = { path: args.readyPath ?? '/ready', port };
  const startSeconds = args.startSeconds ?? 10;
  return {
    image: args.image,
    ports: { containerPort: port },
    resources: {
      limits: pulumi.all([args.cpu ?? 1, args.memoryMib ?? 512]).apply(([cpu, memoryMib]) => ({
        cpu: String(cpu),
        memory: `${memoryMib}Mi`,
      })),
      cpuIdle: false,
      startupCpuBoost: true,
    },
    envs: environment(args),
    // Ready as soon as started: an instance gets traffic before its first readiness probe has been counted.
    startupProbe: {
      httpGet: ready,
      periodSeconds: STARTUP_PERIOD_SECONDS,
      timeoutSeconds: 1,
      failureThreshold: Math.max(5, Math.ceil((3 * startSeconds) / STARTUP_PERIOD_SECONDS)),
    },
    readinessProbe: {
      httpGet: ready,
      periodSeconds: args.readyPeriodSeconds ?? 5,
      timeoutSeconds: args.readyTimeoutSeconds ?? 1,
      failureThreshold: args.readyFailures ?? 2,
      successThreshold: args.readySuccesses ?? 2,
    },
    // Slower than readiness: a region in trouble is drained first, and not restarted over and over.
    livenessProbe: {
      httpGet: { path: args.livePath ?? '/live', port },
      periodSeconds: 10,
      timeoutSeconds: 1,
      failureThreshold: 3,
    },
  };
}

/** Sorted by name, so that a caller's order of keys never shows up as a change. */
function environment(args: GcpRegionArgs): types.input.cloudrunv2.ServiceTemplateContainerEnv[] {
  const plain = Object.entries(args.env ?? {}).map(([name, value]) => ({ name, value }));
  const secret = Object.entries(args.secretEnv ?? {}).map(([name, ref]) => ({
    name,
    valueSource: { secretKeyRef: { secret: ref.id, version: ref.version } },
  }));
  return [...plain, ...secret].sort((a, b) => (a.name < b.name ? -1 : 1));
}
