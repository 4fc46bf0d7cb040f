import {
  ACCOUNT,
  AWS_REGIONS as REGIONS,
  EAST,
  ids,
  other,
  subnets,
  WEST,
  ZONES,
} from '../../../support/aws/places.ts';
import { awsDeclaration as declaration } from '../../../support/aws/plan.ts';
import { draft, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';

// Bare AWS plans of other people's programs, as a first preview shows them: no more than the recognisers read, and less than
// the rules ask for (`test/support/aws` has a plan that breaks none). Tests break one thing in them.

export { declaration, EAST, REGIONS, WEST };

export const imageIn = (region: string): string => `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/api:1`;

/** A load balancer in front of an ECS service on Fargate, with all that belongs to it. */
export const regionalStack = (region: string): readonly Draft[] => [
  ...ZONES.map((zone) =>
    draft('aws:ec2/subnet:Subnet', `subnet-${region}${zone}`, { region, availabilityZone: `${region}${zone}` }),
  ),
  draft(
    'aws:lb/loadBalancer:LoadBalancer',
    `lb-${region}`,
    { region, loadBalancerType: 'application', subnets: ids },
    { links: { subnets: subnets('subnet', region) } },
  ),
  draft('aws:lb/targetGroup:TargetGroup', `tg-${region}`, {
    region,
    port: 8080,
    protocol: 'HTTP',
    targetType: 'ip',
    healthCheck: { path: '/ready', interval: 5, timeout: 4, unhealthyThreshold: 2, healthyThreshold: 2 },
  }),
  draft(
    'aws:lb/listener:Listener',
    `https-${region}`,
    { region, loadBalancerArn: id, port: 443, defaultActions: [{ type: 'forward', targetGroupArn: id }] },
    { links: { loadBalancerArn: [`lb-${region}`], defaultActions: [`tg-${region}`] } },
  ),
  draft(
    'aws:lb/listener:Listener',
    `http-${region}`,
    { region, loadBalancerArn: id, port: 80, defaultActions: [{ type: 'redirect', redirect: { port: '443' } }] },
    { links: { loadBalancerArn: [`lb-${region}`] } },
  ),
  draft('aws:ecs/cluster:Cluster', `cluster-${region}`, { region, name: 'main' }),
  draft('aws:ecs/taskDefinition:TaskDefinition', `task-${region}`, {
    region,
    family: 'api',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: JSON.stringify([{ name: 'api', image: imageIn(region) }]),
  }),
  draft(
    'aws:ecs/service:Service',
    `ecs-${region}`,
    {
      region,
      name: 'api',
      taskDefinition: id,
      launchType: 'FARGATE',
      desiredCount: 4,
      loadBalancers: [{ targetGroupArn: id, containerName: 'api', containerPort: 8080 }],
      networkConfiguration: { subnets: ids },
    },
    {
      links: {
        cluster: [`cluster-${region}`],
        taskDefinition: [`task-${region}`],
        loadBalancers: [`tg-${region}`],
        networkConfiguration: subnets('subnet', region),
      },
    },
  ),
  draft(
    'aws:appautoscaling/target:Target',
    `scale-${region}`,
    {
      region,
      resourceId: 'service/main/api',
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
      minCapacity: 8,
      maxCapacity: 16,
    },
    { links: { resourceId: [`cluster-${region}`, `ecs-${region}`] } },
  ),
  draft(
    'aws:appautoscaling/policy:Policy',
    `grow-${region}`,
    { region, policyType: 'TargetTrackingScaling', resourceId: id },
    { links: { resourceId: [`scale-${region}`] } },
  ),
];

export const stacks: readonly Draft[] = REGIONS.flatMap(regionalStack);

/** Two regions behind one accelerator. */
export const accelerator: readonly Draft[] = [
  ...stacks,
  draft('aws:globalaccelerator/accelerator:Accelerator', 'front', { enabled: true }),
  ...[443, 80].flatMap((port) => [
    draft(
      'aws:globalaccelerator/listener:Listener',
      `front-${port}`,
      { acceleratorArn: id, protocol: 'TCP', portRanges: [{ fromPort: port, toPort: port }] },
      { links: { acceleratorArn: ['front'] } },
    ),
    ...REGIONS.map((region) =>
      draft(
        'aws:globalaccelerator/endpointGroup:EndpointGroup',
        `group-${port}-${region}`,
        {
          listenerArn: id,
          endpointGroupRegion: region,
          trafficDialPercentage: 100,
          endpointConfigurations: [{ endpointId: id, weight: 128 }],
        },
        { links: { listenerArn: [`front-${port}`], endpointConfigurations: [`lb-${region}`] } },
      ),
    ),
  ]),
];

/** Two regions behind a failover record set, each with a check of its own. */
export const failoverRecords: readonly Draft[] = [
  ...stacks,
  draft('aws:route53/zone:Zone', 'zone', { name: 'acme.test' }),
  ...REGIONS.flatMap((region, index) => [
    draft(
      'aws:route53/healthCheck:HealthCheck',
      `check-${region}`,
      { type: 'HTTPS', fqdn: id, port: 443, resourcePath: '/ready', requestInterval: 10, failureThreshold: 3 },
      { links: { fqdn: [`lb-${region}`] } },
    ),
    draft(
      'aws:route53/record:Record',
      `record-${region}`,
      {
        zoneId: id,
        name: 'api.acme.test',
        type: 'CNAME',
        ttl: 60,
        records: [id],
        setIdentifier: region,
        failoverRoutingPolicies: [{ type: index === 0 ? 'PRIMARY' : 'SECONDARY' }],
        healthCheckId: id,
      },
      { links: { zoneId: ['zone'], records: [`lb-${region}`], healthCheckId: [`check-${region}`] } },
    ),
  ]),
];

/** The same with latency records that are aliases and evaluate their targets. */
export const latencyAliases: readonly Draft[] = [
  ...stacks,
  draft('aws:route53/zone:Zone', 'zone', { name: 'acme.test' }),
  ...(['A', 'AAAA'] as const).flatMap((type) =>
    REGIONS.map((region) =>
      draft(
        'aws:route53/record:Record',
        `${type}-${region}`,
        {
          zoneId: id,
          name: 'api.acme.test',
          type,
          setIdentifier: region,
          latencyRoutingPolicies: [{ region }],
          aliases: [{ name: id, zoneId: id, evaluateTargetHealth: true }],
        },
        { links: { zoneId: ['zone'], aliases: [`lb-${region}`] } },
      ),
    ),
  ),
];

/** A global Aurora database with two instances in each region. */
export const aurora: readonly Draft[] = [
  draft('aws:rds/globalCluster:GlobalCluster', 'db', {
    region: EAST,
    globalClusterIdentifier: 'db',
    engine: 'aurora-postgresql',
    deletionProtection: true,
  }),
  ...REGIONS.flatMap((region, index) => [
    draft(
      'aws:rds/cluster:Cluster',
      `db-${region}`,
      {
        region,
        engine: 'aurora-postgresql',
        globalClusterIdentifier: id,
        ...(index === 0 ? { masterUsername: 'root' } : {}),
      },
      { links: { globalClusterIdentifier: ['db'] } },
    ),
    ...['0', '1'].map((instance) =>
      draft(
        'aws:rds/clusterInstance:ClusterInstance',
        `db-${region}-${instance}`,
        { region, clusterIdentifier: id, engine: 'aurora-postgresql', instanceClass: 'db.r6g.large' },
        { links: { clusterIdentifier: [`db-${region}`] } },
      ),
    ),
  ]),
];

export const table: readonly Draft[] = [
  draft('aws:dynamodb/table:Table', 'orders', { region: EAST, replicas: [{ regionName: WEST }] }),
];

/** Two buckets that copy to each other within 15 minutes. */
export const buckets: readonly Draft[] = REGIONS.flatMap((region) => [
  draft('aws:s3/bucket:Bucket', `files-${region}`, { region, bucket: `files-${region}` }),
  draft(
    'aws:s3/bucketVersioning:BucketVersioning',
    `versions-${region}`,
    { region, bucket: id, versioningConfiguration: { status: 'Enabled' } },
    { links: { bucket: [`files-${region}`] } },
  ),
  draft(
    'aws:s3/bucketReplicationConfig:BucketReplicationConfig',
    `copy-${region}`,
    {
      region,
      bucket: `files-${region}`,
      role: id,
      rules: [
        {
          status: 'Enabled',
          filter: {},
          destination: { bucket: id, replicationTime: { status: 'Enabled', time: { minutes: 15 } } },
        },
      ],
    },
    { links: { bucket: [`files-${region}`], rules: [`files-${other(region)}`] } },
  ),
]);

export const secret: readonly Draft[] = [
  draft('aws:secretsmanager/secret:Secret', 'password', { region: EAST, replicas: [{ region: WEST }] }),
];

export const images: readonly Draft[] = [
  draft('aws:ecr/repository:Repository', 'images', { region: EAST, name: 'api' }),
  draft('aws:ecr/replicationConfiguration:ReplicationConfiguration', 'image-copies', {
    region: EAST,
    replicationConfiguration: { rules: [{ destinations: [{ region: WEST, registryId: ACCOUNT }] }] },
  }),
];

/** Everything that a two-region program on AWS has. */
export const good: readonly Draft[] = [...accelerator, ...aurora, ...table, ...buckets, ...secret, ...images];

export const GOOGLE_REGIONS = ['europe-west1', 'europe-west4'] as const;

/** Two Cloud Run regions behind one anycast address. */
const google: readonly Draft[] = [
  ...GOOGLE_REGIONS.flatMap((region) => [
    draft('gcp:cloudrunv2/service:Service', `run-${region}`, {
      location: region,
      scaling: { minInstanceCount: 8, maxInstanceCount: 16 },
      template: {
        containers: [
          {
            image: 'europe-docker.pkg.dev/acme/api/api:1',
            ports: { containerPort: 8080 },
            readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5, failureThreshold: 2 },
          },
        ],
      },
    }),
    draft(
      'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
      `neg-${region}`,
      { region, networkEndpointType: 'SERVERLESS', cloudRun: { service: id } },
      { links: { cloudRun: [`run-${region}`] } },
    ),
  ]),
  draft(
    'gcp:compute/backendService:BackendService',
    'api',
    { loadBalancingScheme: 'EXTERNAL_MANAGED', backends: GOOGLE_REGIONS.map(() => ({ group: id })) },
    { links: { backends: GOOGLE_REGIONS.map((region) => `neg-${region}`) } },
  ),
  draft('gcp:compute/uRLMap:URLMap', 'routes', { defaultService: id }, { links: { defaultService: ['api'] } }),
  draft('gcp:compute/targetHttpsProxy:TargetHttpsProxy', 'proxy', { urlMap: id }, { links: { urlMap: ['routes'] } }),
  draft('gcp:compute/globalAddress:GlobalAddress', 'anycast', {}),
  draft(
    'gcp:compute/globalForwardingRule:GlobalForwardingRule',
    'rule',
    { ipAddress: id, target: id, loadBalancingScheme: 'EXTERNAL_MANAGED' },
    { links: { ipAddress: ['anycast'], target: ['proxy'] } },
  ),
];

/** Google and one region of AWS in one weighted record set. */
export const multicloud: readonly Draft[] = [
  ...google,
  ...regionalStack(EAST),
  draft('aws:route53/zone:Zone', 'zone', { name: 'acme.test' }),
  draft(
    'aws:route53/healthCheck:HealthCheck',
    'check-google',
    {
      type: 'HTTPS',
      ipAddress: id,
      fqdn: 'api.acme.dev',
      resourcePath: '/ready',
      requestInterval: 10,
      failureThreshold: 3,
    },
    { links: { ipAddress: ['anycast'] } },
  ),
  draft(
    'aws:route53/record:Record',
    'record-google',
    {
      zoneId: id,
      name: 'api.acme.test',
      type: 'A',
      ttl: 60,
      records: [id],
      setIdentifier: 'google',
      weightedRoutingPolicies: [{ weight: 3 }],
      healthCheckId: id,
    },
    { links: { zoneId: ['zone'], records: ['anycast'], healthCheckId: ['check-google'] } },
  ),
  draft(
    'aws:route53/record:Record',
    'record-aws',
    {
      zoneId: id,
      name: 'api.acme.test',
      type: 'A',
      setIdentifier: 'aws',
      weightedRoutingPolicies: [{ weight: 1 }],
      aliases: [{ name: id, zoneId: id, evaluateTargetHealth: true }],
    },
    { links: { zoneId: ['zone'], aliases: [`lb-${EAST}`] } },
  ),
];
