import { recordsPlan } from '../../../support/aws/entry.ts';
import { awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const records = [...awsPlan, ...recordsPlan];
const east = 'group-us-east-1';
const group = 'tg-us-east-1';
const weight = 'endpointConfigurations.0.weight';
const dnsCount = 'targetGroupHealth.dnsFailover.minimumHealthyTargetsCount';
const routingCount = 'targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsCount';
const unreached = ['group-us-east-1', 'group-us-west-2', 'front-443', 'front']
  .reduce(without, awsPlan)
  .filter(({ type }) => !type.startsWith('aws:globalaccelerator/'));
const foreign = [...awsPlan, draft('aws:ecs/service:Service', 'other', { loadBalancers: id })];

export const awsEntryCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-001-two-regions': {
    pass: [
      holds('both regions', awsPlan),
      holds('a region left to the provider', [
        ...change(awsPlan, east, 'endpointGroupRegion', undefined).map((one) =>
          one.name === east ? { ...one, inputs: { ...one.inputs, region: 'us-east-1' } } : one,
        ),
      ]),
      holds('no accelerator', unreached),
    ],
    fail: [
      broken('one group', without(awsPlan, east), 'front-443', 'globalaccelerator.EndpointGroup', /us-west-2 only/),
      breaks('twice the same region', {
        at: east,
        path: 'endpointGroupRegion',
        value: 'us-west-2',
        found: { at: 'front-443', argument: 'globalaccelerator.EndpointGroup' },
      }),
      breaks('no endpoint', { at: east, path: 'endpointConfigurations', value: [] }),
      breaks('switched off', { at: 'front', path: 'enabled', value: false }),
      broken('no listener', relink(awsPlan, 'front-443', 'acceleratorArn', []), 'front', 'globalaccelerator.Listener'),
    ],
    unknown: [hides(east, 'endpointGroupRegion')],
  },
  'tandem-aws-002-standby-can-take-over': {
    pass: [
      holds('equal weights', awsPlan),
      holds('dial 0', change(awsPlan, east, 'trafficDialPercentage', 0)),
      holds('weight left out', change(awsPlan, east, weight, undefined)),
      holds('highest weight', change(awsPlan, east, weight, 255)),
    ],
    fail: [
      breaks('weight 0', { at: east, path: weight, value: 0, problem: /never takes over/ }),
      breaks('weight too high', { at: east, path: weight, value: 256 }),
      breaks('dial too high', { at: east, path: 'trafficDialPercentage', value: 120 }),
    ],
    unknown: [hides(east, weight), hides(east, 'endpointConfigurations')],
  },
  'tandem-aws-003-no-dns-threshold-behind-accelerator': {
    pass: [
      holds('none', awsPlan),
      holds('off', change(awsPlan, group, dnsCount, 'off')),
      holds('without an accelerator', change(unreached, group, dnsCount, '2')),
    ],
    fail: [breaks('a count', { at: group, path: dnsCount, value: '2', problem: /is 2 behind an accelerator/ })],
    unknown: [hides(group, dnsCount)],
  },
  'tandem-aws-004-dns-threshold-above-routing': {
    pass: [
      holds('none', awsPlan),
      holds('equal', change(change(awsPlan, group, dnsCount, '2'), group, routingCount, 2)),
      holds('off', change(change(awsPlan, group, dnsCount, 'off'), group, routingCount, 2)),
    ],
    fail: [
      breaks('below', {
        plan: change(awsPlan, group, routingCount, 3),
        at: group,
        path: dnsCount,
        value: '2',
        problem: /allowed is 3 or more/,
      }),
      breaks('no number', { at: group, path: dnsCount, value: 'half' }),
    ],
    unknown: [hides(group, dnsCount), hides(group, routingCount, { plan: change(awsPlan, group, dnsCount, '2') })],
  },
  'tandem-aws-005-fast-detection': {
    pass: [
      holds('10 s', awsPlan),
      holds('30 s', change(awsPlan, group, 'healthCheck.interval', 15)),
      holds('of a function', change(change(awsPlan, group, 'targetType', 'lambda'), group, 'healthCheck', undefined)),
    ],
    fail: [
      breaks('slow', { at: group, path: 'healthCheck.interval', value: 30, problem: /30 s times 2 failures/ }),
      breaks('patient', { at: group, path: 'healthCheck.unhealthyThreshold', value: 10 }),
      breaks('the default', {
        at: group,
        path: 'healthCheck',
        value: undefined,
        found: { argument: 'healthCheck.interval' },
      }),
      breaks('off', { at: group, path: 'healthCheck.enabled', value: false }),
      breaks('connects only', { at: group, path: 'healthCheck.protocol', value: 'TCP' }),
    ],
    unknown: [hides(group, 'healthCheck'), hides(group, 'healthCheck.interval')],
  },
  'tandem-aws-006-target-check-numbers': {
    pass: [
      holds('possible', awsPlan),
      holds('of a network load balancer', [
        draft('aws:lb/targetGroup:TargetGroup', 'tcp', { protocol: 'TCP', healthCheck: { interval: 10 } }),
      ]),
    ],
    fail: [
      breaks('timeout as long as the interval', {
        at: group,
        path: 'healthCheck.timeout',
        value: 5,
        problem: /less than the interval/,
      }),
      breaks('interval too short', { at: group, path: 'healthCheck.interval', value: 2 }),
      breaks('one failure', { at: group, path: 'healthCheck.unhealthyThreshold', value: 1 }),
      breaks('eleven successes', { at: group, path: 'healthCheck.healthyThreshold', value: 11 }),
      breaks('no path', { at: group, path: 'healthCheck.path', value: undefined }),
      breaks('half a path', { at: group, path: 'healthCheck.path', value: 'ready' }),
      breaks('no such protocol', { at: group, path: 'healthCheck.protocol', value: 'http' }),
    ],
    unknown: [hides(group, 'healthCheck'), hides(group, 'healthCheck.path'), hides(group, 'healthCheck.timeout')],
  },
  'tandem-aws-007-target-groups-have-targets': {
    pass: [
      holds('a service each', awsPlan),
      holds('behind no listener', [...awsPlan, draft('aws:lb/targetGroup:TargetGroup', 'spare', {})]),
    ],
    fail: [broken('no service', without(awsPlan, 'ecs-us-east-1'), group, 'targets', /no service/)],
    unknown: [broken('a service of unknown groups', without(foreign, 'ecs-us-east-1'), 'other', 'loadBalancers')],
  },
  'tandem-aws-008-balancing-settings': {
    pass: [
      holds('defaults', awsPlan),
      holds('slow start', change(awsPlan, group, 'slowStart', 30)),
      holds('by requests', change(awsPlan, group, 'loadBalancingAlgorithmType', 'least_outstanding_requests')),
    ],
    fail: [
      breaks('too short', { at: group, path: 'slowStart', value: 10 }),
      breaks('as the SDK spells it', { at: group, path: 'loadBalancingAlgorithmType', value: 'roundRobin' }),
      breaks('both', {
        plan: change(awsPlan, group, 'loadBalancingAlgorithmType', 'least_outstanding_requests'),
        at: group,
        path: 'slowStart',
        value: 60,
      }),
      breaks('too long', { at: group, path: 'deregistrationDelay', value: 7200 }),
    ],
    unknown: [
      hides(group, 'loadBalancingAlgorithmType', { plan: change(awsPlan, group, 'slowStart', 30) }),
      hides(group, 'deregistrationDelay'),
    ],
  },
  'tandem-aws-011-records-have-health': {
    pass: [
      holds('checks', records),
      holds('plain record', [
        draft('aws:route53/record:Record', 'one', { name: 'a', type: 'A', ttl: 300, records: ['192.0.2.1'] }),
      ]),
    ],
    fail: [
      breaks('no check', { plan: records, at: 'record-us-west-2', path: 'healthCheckId', value: undefined }),
      broken(
        'alias that evaluates nothing',
        [
          draft('aws:route53/record:Record', 'one', {
            latencyRoutingPolicies: [{ region: 'us-east-1' }],
            aliases: [{ name: id, zoneId: id, evaluateTargetHealth: false }],
          }),
        ],
        'one',
        'aliases[0].evaluateTargetHealth',
      ),
    ],
    unknown: [
      broken(
        'alias',
        [
          draft('aws:route53/record:Record', 'one', {
            latencyRoutingPolicies: [{ region: 'us-east-1' }],
            aliases: [{ name: id, zoneId: id, evaluateTargetHealth: id }],
          }),
        ],
        'one',
        'aliases[0].evaluateTargetHealth',
      ),
    ],
  },
  'tandem-aws-012-short-time-to-live': {
    pass: [
      holds('60 s', records),
      holds('no policy', [
        draft('aws:route53/record:Record', 'one', { name: 'a', type: 'TXT', ttl: 3600, records: ['x'] }),
      ]),
    ],
    fail: [
      breaks('an hour', { plan: records, at: 'record-us-west-2', path: 'ttl', value: 3600, problem: /is 3600 s/ }),
      breaks('none', { plan: records, at: 'record-us-west-2', path: 'ttl', value: undefined }),
      breaks('unequal', { plan: records, at: 'record-us-west-2', path: 'ttl', value: 30, problem: /has 60 s/ }),
    ],
    unknown: [hides('record-us-west-2', 'ttl', { plan: records })],
  },
  'tandem-aws-013-record-sets-are-whole': {
    pass: [
      holds('primary and secondary', records),
      holds('Region switch', [...records, draft('aws:arcregionswitch/plan:Plan', 'switch', {})]),
    ],
    fail: [
      breaks('two primaries', {
        plan: records,
        at: 'record-us-west-2',
        path: 'failoverRoutingPolicies.0.type',
        value: 'PRIMARY',
      }),
      broken(
        'no secondary',
        without(records, 'record-us-west-2'),
        'record-us-east-1',
        'failoverRoutingPolicies[0].type',
        /SECONDARY/,
      ),
      breaks('no identifier', { plan: records, at: 'record-us-west-2', path: 'setIdentifier', value: undefined }),
      breaks('same identifier', { plan: records, at: 'record-us-west-2', path: 'setIdentifier', value: 'us-east-1' }),
      breaks('two policies', {
        plan: records,
        at: 'record-us-west-2',
        path: 'weightedRoutingPolicies',
        value: [{ weight: 1 }],
      }),
      broken(
        'a weighted set of one',
        [
          draft('aws:route53/record:Record', 'one', {
            name: 'a',
            type: 'A',
            setIdentifier: 'x',
            weightedRoutingPolicies: [{ weight: 1 }],
          }),
        ],
        'one',
        'weightedRoutingPolicies',
      ),
      broken(
        'Region switch cannot tell',
        [
          ...awsPlan,
          draft('aws:arcregionswitch/plan:Plan', 'switch', {}),
          ...['east', 'west'].map((where, index) =>
            draft(
              'aws:route53/record:Record',
              where,
              {
                name: 'a',
                type: 'A',
                setIdentifier: where,
                failoverRoutingPolicies: [{ type: index === 0 ? 'PRIMARY' : 'SECONDARY' }],
                aliases: [{ name: id, evaluateTargetHealth: true }],
              },
              { links: { aliases: [`lb-${index === 0 ? 'us-east-1' : 'us-west-2'}`] } },
            ),
          ),
        ],
        'east',
        'setIdentifier',
        /looks for us-east-1/,
      ),
    ],
    unknown: [
      hides('record-us-west-2', 'setIdentifier', { plan: records }),
      hides('record-us-west-2', 'failoverRoutingPolicies.0.type', { plan: records }),
    ],
  },
  'tandem-aws-014-entry-checks-are-fast': {
    pass: [
      holds('10 s times 3', records),
      holds('slow, and no record asks', [
        draft('aws:route53/healthCheck:HealthCheck', 'watch', { type: 'HTTPS', requestInterval: 30 }),
      ]),
    ],
    fail: [
      breaks('30 s', { plan: records, at: 'check-us-west-2', path: 'requestInterval', value: 30 }),
      breaks('default interval', { plan: records, at: 'check-us-west-2', path: 'requestInterval', value: undefined }),
      breaks('patient', { plan: records, at: 'check-us-west-2', path: 'failureThreshold', value: 5 }),
      breaks('disabled', { plan: records, at: 'check-us-west-2', path: 'disabled', value: true }),
      breaks('connects only', { plan: records, at: 'check-us-west-2', path: 'type', value: 'TCP' }),
      breaks('no path', { plan: records, at: 'check-us-west-2', path: 'resourcePath', value: undefined }),
    ],
    unknown: [
      hides('check-us-west-2', 'requestInterval', { plan: records }),
      hides('check-us-west-2', 'disabled', { plan: records }),
      hides('check-us-west-2', 'failureThreshold', { plan: records }),
    ],
  },
  'tandem-aws-015-checkers-from-many-places': {
    pass: [
      holds('everywhere', records),
      holds('three', change(records, 'check-us-west-2', 'regions', ['us-east-1', 'us-west-2', 'eu-west-1'])),
    ],
    fail: [
      breaks('one', { plan: records, at: 'check-us-west-2', path: 'regions', value: ['us-east-1'] }),
      breaks('no such type', { plan: records, at: 'check-us-west-2', path: 'type', value: 'https' }),
      breaks('no such port', { plan: records, at: 'check-us-west-2', path: 'port', value: 70000 }),
    ],
    unknown: [hides('check-us-west-2', 'regions', { plan: records })],
  },
  'tandem-aws-017-zones-recover-fast': {
    pass: [
      holds('on', awsPlan),
      holds('a private zone', [
        draft('aws:route53/zone:Zone', 'inside', { name: 'a.internal', vpcs: [{ vpcId: id }] }),
      ]),
    ],
    fail: [breaks('off', { at: 'zone', path: 'enableAcceleratedRecovery', value: undefined })],
    unknown: [hides('zone', 'enableAcceleratedRecovery')],
  },
};
