import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { ACCOUNT, ids, subnets } from './places.ts';

export const compute = (region: string): readonly Draft[] => [
  draft(
    'aws:lb/loadBalancer:LoadBalancer',
    `lb-${region}`,
    {
      region,
      loadBalancerType: 'application',
      subnets: ids,
      enableDeletionProtection: true,
      dropInvalidHeaderFields: true,
      accessLogs: { bucket: id, enabled: true },
    },
    { links: { subnets: subnets('public', region), accessLogs: [`logs-${region}`] } },
  ),
  draft('aws:lb/targetGroup:TargetGroup', `tg-${region}`, {
    region,
    name: `api-${region}`,
    port: 8080,
    protocol: 'HTTP',
    targetType: 'ip',
    vpcId: id,
    deregistrationDelay: 30,
    healthCheck: { path: '/ready', interval: 5, timeout: 4, unhealthyThreshold: 2, healthyThreshold: 2 },
  }),
  draft(
    'aws:lb/listener:Listener',
    `https-${region}`,
    {
      region,
      loadBalancerArn: id,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificateArn: id,
      defaultActions: [{ type: 'forward', targetGroupArn: id }],
    },
    {
      links: {
        loadBalancerArn: [`lb-${region}`],
        defaultActions: [`tg-${region}`],
        certificateArn: [`cert-${region}`],
      },
    },
  ),
  draft(
    'aws:lb/listener:Listener',
    `http-${region}`,
    {
      region,
      loadBalancerArn: id,
      port: 80,
      protocol: 'HTTP',
      defaultActions: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
    },
    { links: { loadBalancerArn: [`lb-${region}`] } },
  ),
  draft('aws:acm/certificate:Certificate', `cert-${region}`, {
    region,
    domainName: 'api.acme.test',
    validationMethod: 'DNS',
  }),
  draft('aws:wafv2/webAcl:WebAcl', `waf-${region}`, {
    region,
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    rules: [
      {
        name: 'rate',
        priority: 1,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: 120_000 } },
        visibilityConfig: {},
      },
    ],
  }),
  draft(
    'aws:wafv2/webAclAssociation:WebAclAssociation',
    `shield-${region}`,
    { region, resourceArn: id, webAclArn: id },
    { links: { resourceArn: [`lb-${region}`], webAclArn: [`waf-${region}`] } },
  ),
  draft('aws:ecs/cluster:Cluster', `cluster-${region}`, { region, name: 'main' }),
  draft(
    'aws:ecs/taskDefinition:TaskDefinition',
    `task-${region}`,
    {
      region,
      family: 'api',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '1024',
      memory: '2048',
      taskRoleArn: id,
      executionRoleArn: id,
      containerDefinitions: JSON.stringify([
        {
          name: 'api',
          image: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/api:1`,
          environment: [{ name: 'REGION', value: region }],
          secrets: [{ name: 'DB_PASSWORD', valueFrom: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:password` }],
          logConfiguration: { logDriver: 'awslogs' },
        },
      ]),
    },
    { links: { taskRoleArn: ['task-role'], executionRoleArn: ['execution-role'] } },
  ),
  draft(
    'aws:ecs/service:Service',
    `ecs-${region}`,
    {
      region,
      name: 'api',
      cluster: id,
      taskDefinition: id,
      launchType: 'FARGATE',
      desiredCount: 8,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      healthCheckGracePeriodSeconds: 60,
      availabilityZoneRebalancing: 'ENABLED',
      loadBalancers: [{ targetGroupArn: id, containerName: 'api', containerPort: 8080 }],
      networkConfiguration: { subnets: ids, securityGroups: [id], assignPublicIp: false },
    },
    {
      ignoreChanges: ['desiredCount'],
      links: {
        cluster: [`cluster-${region}`],
        taskDefinition: [`task-${region}`],
        loadBalancers: [`tg-${region}`],
        networkConfiguration: [...subnets('private', region), `tasks-${region}`],
      },
    },
  ),
  draft(
    'aws:appautoscaling/target:Target',
    `scale-${region}`,
    {
      region,
      resourceId: id,
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
      minCapacity: 8,
      maxCapacity: 16,
    },
    { links: { resourceId: [`cluster-${region}`, `ecs-${region}`] } },
  ),
  draft(
    'aws:appautoscaling/policy:Policy',
    `track-${region}`,
    {
      region,
      resourceId: id,
      policyType: 'TargetTrackingScaling',
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 50,
        scaleOutCooldown: 60,
        scaleInCooldown: 300,
        predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      },
    },
    { links: { resourceId: [`scale-${region}`] } },
  ),
  draft('aws:servicequotas/serviceQuota:ServiceQuota', `quota-${region}`, {
    region,
    serviceCode: 'fargate',
    quotaCode: 'L-3032A538',
    value: 64,
  }),
];

export const roles: readonly Draft[] = [
  ...['task-role', 'execution-role'].map((name) =>
    draft('aws:iam/role:Role', name, {
      assumeRolePolicy: JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  ),
  draft(
    'aws:iam/rolePolicy:RolePolicy',
    'task-policy',
    {
      role: id,
      policy: JSON.stringify({
        Statement: [
          {
            Effect: 'Allow',
            Action: ['secretsmanager:GetSecretValue'],
            Resource: [`arn:aws:secretsmanager:*:${ACCOUNT}:secret:password-*`],
          },
        ],
      }),
    },
    { links: { role: ['task-role'] } },
  ),
];
