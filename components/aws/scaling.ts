import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { vcpuQuota } from '../../topology/shape/aws/quota.ts';

export interface ScalingArgs {
  readonly region: string;
  readonly cluster: aws.ecs.Cluster;
  readonly service: aws.ecs.Service;
  readonly balancer: aws.lb.LoadBalancer;
  readonly targets: aws.lb.TargetGroup;
  readonly minInstances: pulumi.Input<number>;
  readonly maxInstances: pulumi.Input<number>;
  readonly instanceRps: pulumi.Input<number>;
  readonly cpu?: pulumi.Input<number>;
}

/** Per cent of a task's vCPUs above which another one is started, whatever the requests say. */
const CPU_PERCENT = 60;
const OUT_SECONDS = 60;
const IN_SECONDS = 300;

/** Fargate On-Demand vCPUs of an account in a region. It starts at 6 where nothing has run before. */
const VCPU_QUOTA = 'L-3032A538';

/** Keeps each task at its rate, between floor and ceiling, and asks for the quota that the ceiling needs. */
export function scaling(name: string, args: ScalingArgs, child: pulumi.CustomResourceOptions): void {
  const { region, cluster, service } = args;
  const target = new aws.appautoscaling.Target(
    `${name}-scaling`,
    {
      region,
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: pulumi.interpolate`service/${cluster.name}/${service.name}`,
      minCapacity: args.minInstances,
      maxCapacity: args.maxInstances,
    },
    child,
  );
  const policy = (
    key: string,
    targetValue: pulumi.Input<number>,
    predefinedMetricSpecification: aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
  ): void => {
    new aws.appautoscaling.Policy(
      `${name}-scaling-${key}`,
      {
        region,
        policyType: 'TargetTrackingScaling',
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification,
          scaleOutCooldown: OUT_SECONDS,
          scaleInCooldown: IN_SECONDS,
        },
      },
      { ...child, dependsOn: target },
    );
  };
  policy(
    'requests',
    // The metric counts the requests of a minute.
    pulumi.output(args.instanceRps).apply((rps) => rps * 60),
    {
      predefinedMetricType: 'ALBRequestCountPerTarget',
      resourceLabel: pulumi.interpolate`${args.balancer.arnSuffix}/${args.targets.arnSuffix}`,
    },
  );
  policy('cpu', CPU_PERCENT, { predefinedMetricType: 'ECSServiceAverageCPUUtilization' });
  new aws.servicequotas.ServiceQuota(
    `${name}-quota`,
    {
      region,
      serviceCode: 'fargate',
      quotaCode: VCPU_QUOTA,
      value: pulumi.all([args.maxInstances, args.cpu ?? 1]).apply(([tasks, cpu]) => vcpuQuota(tasks, cpu)),
    },
    child,
  );
}
