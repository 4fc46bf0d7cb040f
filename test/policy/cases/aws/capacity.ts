import { awsDeclaration, awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const declared = [...awsPlan, awsDeclaration];
const service = 'ecs-us-east-1';
const scaler = 'scale-us-east-1';
const unzoned = ['a', 'b', 'c'].reduce(
  (plan, zone) => change(plan, `public-us-east-1${zone}`, 'availabilityZone', id),
  awsPlan,
);
const spot = (base: number) =>
  change(awsPlan, service, 'capacityProviderStrategies', [
    { capacityProvider: 'FARGATE', base, weight: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight: 1 },
  ]);

export const awsCapacityCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-009-three-zones': {
    pass: [
      holds('three zones', awsPlan),
      holds('subnets of another program', [
        draft('aws:lb/loadBalancer:LoadBalancer', 'lb', { subnets: ['subnet-1', 'subnet-2', 'subnet-3'] }),
      ]),
      holds('a service on instances', [draft('aws:ecs/service:Service', 'bridge', { launchType: 'EC2' })]),
    ],
    fail: [
      broken(
        'two subnets',
        relink(awsPlan, 'lb-us-east-1', 'subnets', ['public-us-east-1a', 'public-us-east-1b']),
        'lb-us-east-1',
        'subnets',
        /is in 2 \(us-east-1a, us-east-1b\) zones/,
      ),
      breaks('two in one zone', {
        at: 'private-us-east-1b',
        path: 'availabilityZone',
        value: 'us-east-1a',
        found: { at: service, argument: 'networkConfiguration.subnets' },
      }),
      broken(
        'two zones of a scaling group',
        [draft('aws:autoscaling/group:Group', 'vms', { availabilityZones: ['us-east-1a', 'us-east-1b'] })],
        'vms',
        'availabilityZones',
      ),
    ],
    unknown: [
      broken('zones of subnets', unzoned, 'public-us-east-1a', 'availabilityZone'),
      broken('subnets', [draft('aws:lb/loadBalancer:LoadBalancer', 'lb', { subnets: id })], 'lb', 'subnets'),
    ],
  },
  'tandem-aws-029-floor-carries-the-loss': {
    pass: [
      holds('floor of the peak', declared),
      holds('nothing declared', awsPlan),
      holds('one region', without(awsPlan, 'group-us-west-2')),
    ],
    fail: [
      breaks('floor too low', {
        plan: declared,
        at: scaler,
        path: 'minCapacity',
        value: 7,
        problem: /allowed is 8 or more/,
      }),
      breaks('maximum too low', { at: scaler, path: 'maxCapacity', value: 12, problem: /other region is gone/ }),
      breaks('nothing runs', { at: scaler, path: 'minCapacity', value: 0 }),
      broken('no scaling', without(awsPlan, scaler), service, 'appautoscaling.Target'),
    ],
    unknown: [
      hides(scaler, 'minCapacity'),
      hides(scaler, 'maxCapacity'),
      broken('of which service', relink(awsPlan, scaler, 'resourceId', []), scaler, 'resourceId'),
    ],
  },
  'tandem-aws-030-deployments-roll-back': {
    pass: [
      holds('breaker and rollback', awsPlan),
      holds('deployed by another controller', [
        draft('aws:ecs/service:Service', 'blue', {
          deploymentController: { type: 'CODE_DEPLOY' },
          availabilityZoneRebalancing: 'ENABLED',
        }),
      ]),
    ],
    fail: [
      breaks('no breaker', {
        at: service,
        path: 'deploymentCircuitBreaker',
        value: undefined,
        found: { argument: 'deploymentCircuitBreaker.enable' },
      }),
      breaks('no rollback', { at: service, path: 'deploymentCircuitBreaker.rollback', value: false }),
      breaks('half', { at: service, path: 'deploymentMinimumHealthyPercent', value: 50 }),
      breaks('no room', { at: service, path: 'deploymentMaximumPercent', value: 100 }),
      breaks('no grace', { at: service, path: 'healthCheckGracePeriodSeconds', value: 0 }),
      breaks('no rebalancing', { at: service, path: 'availabilityZoneRebalancing', value: 'DISABLED' }),
    ],
    unknown: [
      hides(service, 'deploymentCircuitBreaker.enable'),
      hides(service, 'deploymentMinimumHealthyPercent'),
      hides(service, 'healthCheckGracePeriodSeconds'),
    ],
  },
  'tandem-aws-031-floor-is-not-spot': {
    pass: [holds('on demand', awsPlan), holds('spot on top', spot(8))],
    fail: [
      broken('floor too small', spot(4), service, 'capacityProviderStrategies', /4 of the 8 tasks/),
      breaks('base on spot', {
        at: service,
        path: 'capacityProviderStrategies',
        value: [{ capacityProvider: 'FARGATE_SPOT', base: 2 }],
        found: { argument: 'capacityProviderStrategies[0].base' },
      }),
    ],
    unknown: [hides(service, 'capacityProviderStrategies')],
  },
  'tandem-aws-032-images-are-local': {
    pass: [
      holds('copied', awsPlan),
      holds('a repository in each region', [
        ...without(awsPlan, 'image-copies'),
        draft('aws:ecr/repository:Repository', 'more', { region: 'us-west-2', name: 'api' }),
      ]),
    ],
    fail: [
      broken('not copied', without(awsPlan, 'image-copies'), 'images', 'ecr.ReplicationConfiguration', /us-west-2/),
      breaks('copied elsewhere', {
        at: 'image-copies',
        path: 'replicationConfiguration.rules.0.destinations.0.region',
        value: 'eu-west-1',
        found: { at: 'images', argument: 'ecr.ReplicationConfiguration' },
      }),
    ],
    unknown: [hides('image-copies', 'replicationConfiguration.rules')],
  },
  'tandem-aws-033-quota-allows-the-peak': {
    pass: [
      holds('enough', awsPlan),
      holds('small', change(without(awsPlan, 'quota-us-east-1'), scaler, 'maxCapacity', 6)),
    ],
    fail: [
      broken('not asked for', without(awsPlan, 'quota-us-west-2'), 'ecs-us-west-2', 'servicequotas.ServiceQuota'),
      breaks('too low', { at: 'quota-us-east-1', path: 'value', value: 12, problem: /16 vCPUs/ }),
    ],
    unknown: [hides('quota-us-east-1', 'value')],
  },
};
