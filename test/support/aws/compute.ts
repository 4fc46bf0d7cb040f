import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { ACCOUNT, ids, subnets } from './places.ts';

const seen = (metricName: string) => ({ metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true });

export const compute = (region: string): readonly Draft[] => [
  draft(
    'aws:lb/loadBalancer:LoadBalancer',
    `lb-${region}`,
    {
      region,
      loadBalancerType: 'application',
      subnets: ids,
      securityGroups: [id],
      enableDeletionProtection: true,
      dropInvalidHeaderFields: true,
      accessLogs: { bucket: id, enabled: true },
    },
    {
      links: {
        subnets: subnets('public', region),
        securityGroups: [`front-${region}`],
        accessLogs: [`logs-${region}`],
      },
    },
  ),
  draft(
    'aws:lb/targetGroup:TargetGroup',
    `tg-${region}`,
    {
      region,
      name: `api-${region}`,
      port: 8080,
      protocol: 'HTTP',
      targetType: 'ip',
      vpcId: id,
      deregistrationDelay: 30,
      healthCheck: { path: '/ready', interval: 5, timeout: 4, unhealthyThreshold: 2, healthyThreshold: 2 },
    },
    { links: { vpcId: [`vpc-${region}`] } },
  ),
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
        certificateArn: [`issued-${region}`],
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
  draft(
    'aws:route53/record:Record',
    `proof-${region}`,
    { zoneId: id, name: id, type: 'CNAME', ttl: 300, records: [id], allowOverwrite: true },
    { links: { zoneId: ['zone'], name: [`cert-${region}`], records: [`cert-${region}`] } },
  ),
  draft(
    'aws:acm/certificateValidation:CertificateValidation',
    `issued-${region}`,
    { region, certificateArn: id, validationRecordFqdns: [id] },
    { links: { certificateArn: [`cert-${region}`], validationRecordFqdns: [`proof-${region}`] } },
  ),
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
        visibilityConfig: seen('rate'),
      },
    ],
    visibilityConfig: seen('waf'),
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

const PASSWORD = `arn:aws:secretsmanager:*:${ACCOUNT}:secret:password-*`;

/** Who takes on a role, and what it may do with it. */
const ROLES = [
  ['task', 'ecs-tasks', ['secretsmanager:GetSecretValue'], [PASSWORD]],
  ['execution', 'ecs-tasks', ['secretsmanager:GetSecretValue'], [PASSWORD]],
  [
    'copier',
    's3',
    ['s3:ReplicateObject', 's3:ReplicateDelete'],
    ['arn:aws:s3:::acme-files-us-east-1/*', 'arn:aws:s3:::acme-files-us-west-2/*'],
  ],
] as const;

export const roles: readonly Draft[] = [
  ...ROLES.flatMap(([name, service, actions, resources]) => [
    draft('aws:iam/role:Role', `${name}-role`, {
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
      }),
    }),
    draft(
      'aws:iam/rolePolicy:RolePolicy',
      `${name}-policy`,
      {
        role: id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }],
        }),
      },
      { links: { role: [`${name}-role`] } },
    ),
  ]),
  draft(
    'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
    'execution-role-tasks',
    { role: id, policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy' },
    { links: { role: ['execution-role'] } },
  ),
];
