import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { access } from './access.ts';
import { accessLogs } from './accessLogs.ts';
import { filter } from './filter.ts';
import { grants } from './grants.ts';
import type { AwsRegionArgs } from './regionArgs.ts';
import { scaling } from './scaling.ts';
import { taskDefinition } from './task.ts';

/**
 * One region's half of the service: a load balancer in three zones, and tasks on Fargate with an identity of their own.
 *
 * Nothing in it knows whether the region is primary or failover. The health check of the targets is what the entry reads as
 * the region's health, and the minimum of running tasks is what carries a loss of the other region before any scale-out.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
 */
export class AwsRegion extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsRegion';

  /** ARN of the listener that clients reach, for certificates of further hosts. */
  readonly listenerArn: pulumi.Output<string>;
  /** ARN of the load balancer; an endpoint of the entry. */
  readonly balancerArn: pulumi.Output<string>;
  /** Host name of the load balancer. */
  readonly balancerHost: pulumi.Output<string>;
  /** Zone of that host name, for alias records. */
  readonly balancerZoneId: pulumi.Output<string>;
  /** Name of the load balancer as metrics know it. */
  readonly balancerMetric: pulumi.Output<string>;
  /** Name of the target group as metrics know it. */
  readonly targetsMetric: pulumi.Output<string>;
  /** Name of the filter as metrics know it. */
  readonly filterMetric: pulumi.Output<string>;
  /** Name of the cluster that the service runs in. */
  readonly clusterName: pulumi.Output<string>;
  /** Name of the service. */
  readonly serviceName: pulumi.Output<string>;
  /** ARN of the identity that the tasks run as. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: AwsRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsRegion.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const { region } = args;
    const guarded = args.guarded ?? true;
    const port = args.port ?? 8080;
    const readyPath = args.readyPath ?? '/ready';

    const groups = access(name, args, port, child);
    const logs = accessLogs(`${name}-requests`, region, guarded, child);
    const balancer = new aws.lb.LoadBalancer(
      `${name}-balancer`,
      {
        region,
        name: args.balancerName,
        loadBalancerType: 'application',
        subnets: args.publicSubnetIds,
        securityGroups: [groups.balancer.id],
        dropInvalidHeaderFields: true,
        enableDeletionProtection: guarded,
        accessLogs: { bucket: logs.bucket, enabled: true },
      },
      { ...child, dependsOn: logs.writable },
    );
    const targets = new aws.lb.TargetGroup(
      `${name}-tasks`,
      {
        region,
        vpcId: args.vpcId,
        targetType: 'ip',
        port,
        protocol: 'HTTP',
        // Long enough for requests under way; a region that is left must not hold on to them for the default five minutes.
        deregistrationDelay: 30,
        healthCheck: {
          path: readyPath,
          protocol: 'HTTP',
          matcher: '200',
          interval: args.readyPeriodSeconds ?? 5,
          timeout: args.readyTimeoutSeconds ?? 2,
          unhealthyThreshold: args.readyFailures ?? 2,
          healthyThreshold: args.readySuccesses ?? 2,
        },
      },
      child,
    );
    const https = this.#listeners(name, args, balancer, targets);
    const metric = filter(`${name}-filter`, { region, balancerArn: balancer.arn, peakRps: args.peakRps }, child);

    const cluster = new aws.ecs.Cluster(
      `${name}-cluster`,
      { region, settings: [{ name: 'containerInsights', value: 'enabled' }] },
      child,
    );
    const roles = grants(name, args, child);
    const service = new aws.ecs.Service(
      `${name}-service`,
      {
        region,
        cluster: cluster.arn,
        launchType: 'FARGATE',
        taskDefinition: taskDefinition(name, args, roles, child),
        desiredCount: args.minInstances,
        networkConfiguration: {
          subnets: args.privateSubnetIds,
          securityGroups: [groups.tasks.id],
          assignPublicIp: false,
        },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: 'service', containerPort: port }],
        // A bad deployment ends and is taken back by itself, so that it never looks like the loss of a region.
        deploymentCircuitBreaker: { enable: true, rollback: true },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        healthCheckGracePeriodSeconds: Math.max(60, Math.ceil(3 * (args.startSeconds ?? 10))),
        availabilityZoneRebalancing: 'ENABLED',
        propagateTags: 'SERVICE',
      },
      // Scaling owns the count once the service runs.
      { ...child, ignoreChanges: ['desiredCount'], dependsOn: [https, ...roles.granted] },
    );
    scaling(name, { ...args, cluster, service, balancer, targets }, child);

    this.listenerArn = https.arn;
    this.balancerArn = balancer.arn;
    this.balancerHost = balancer.dnsName;
    this.balancerZoneId = balancer.zoneId;
    this.balancerMetric = balancer.arnSuffix;
    this.targetsMetric = targets.arnSuffix;
    this.filterMetric = pulumi.output(metric);
    this.clusterName = cluster.name;
    this.serviceName = service.name;
    this.roleArn = roles.task.arn;
    this.registerOutputs({
      balancerArn: this.balancerArn,
      serviceName: this.serviceName,
      roleArn: this.roleArn,
    });
  }

  #listeners(
    name: string,
    { region, certificateArn }: AwsRegionArgs,
    balancer: aws.lb.LoadBalancer,
    targets: aws.lb.TargetGroup,
  ): aws.lb.Listener {
    const child = { parent: this };
    new aws.lb.Listener(
      `${name}-http`,
      {
        region,
        loadBalancerArn: balancer.arn,
        port: 80,
        protocol: 'HTTP',
        defaultActions: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
      },
      child,
    );
    return new aws.lb.Listener(
      `${name}-https`,
      {
        region,
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        certificateArn,
        defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
      },
      child,
    );
  }
}
