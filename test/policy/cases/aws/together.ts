import { awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const west = 'us-west-2';

/** A second resource like one of the plan. */
const twin = (name: string, inputs: Readonly<Record<string, unknown>> = {}): readonly Draft[] =>
  awsPlan.flatMap((one) =>
    one.name === name ? [one, { ...one, name: `${name}-twin`, inputs: { ...one.inputs, ...inputs } }] : [one],
  );

export const awsTogetherCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-069-nothing-is-made-twice': {
    pass: [
      holds('once', awsPlan),
      holds('the same name in another region', awsPlan),
      holds('made by the provider', twin(`tg-${west}`, { name: id })),
      holds('another port', twin(`https-${west}`, { port: 8443 })),
      holds('two addresses', twin(`address-${west}a`)),
    ],
    fail: [
      broken('one name', twin(`tg-${west}`), `tg-${west}-twin`, 'name', /is that of tg-us-west-2 as well/),
      broken('one port', twin(`https-${west}`), `https-${west}-twin`, 'loadBalancerArn', /only one/),
      broken('one subnet', twin(`uses-${west}a`), `uses-${west}a-twin`, 'subnetId'),
      broken('one bucket', twin(`versions-${west}`), `versions-${west}-twin`, 'bucket'),
      broken('one load balancer', twin(`shield-${west}`), `shield-${west}-twin`, 'resourceArn'),
    ],
    unknown: [
      broken(
        'may be the same',
        relink(twin(`shield-${west}`), `shield-${west}-twin`, 'resourceArn', []),
        `shield-${west}-twin`,
        'resourceArn',
        /may or may not/,
      ),
    ],
  },
  'tandem-aws-070-what-belongs-together-is-given': {
    pass: [
      holds('given', awsPlan),
      holds('an alarm on an expression', [
        draft('aws:cloudwatch/metricAlarm:MetricAlarm', 'ratio', {
          comparisonOperator: 'GreaterThanThreshold',
          threshold: 1,
          evaluationPeriods: 1,
          metricQueries: [{ id: 'ratio', expression: 'a / b', returnData: true }],
        }),
      ]),
      holds('tasks of a function', [draft('aws:lb/targetGroup:TargetGroup', 'function', { targetType: 'lambda' })]),
      holds('everything out', [
        draft('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'out', {
          ...{ securityGroupId: 'sg-1', ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' },
        }),
      ]),
      holds(
        'routes that an apply tells',
        relink(change(awsPlan, `open-${west}`, 'routes', id), `open-${west}`, 'routes', [`internet-${west}`]),
      ),
    ],
    fail: [
      breaks('an alarm on nothing', { at: `errors-${west}`, path: 'metricName', value: undefined }),
      breaks('an alarm on no value', { at: `errors-${west}`, path: 'statistic', value: undefined, problem: /nor is/ }),
      breaks('a route to nowhere', {
        at: `open-${west}`,
        path: 'routes.0.gatewayId',
        value: undefined,
        found: { argument: 'routes[0]' },
      }),
      breaks('a rule for nobody', { at: `to-db-${west}`, path: 'referencedSecurityGroupId', value: undefined }),
      breaks('a rule without ports', { at: `to-db-${west}`, path: 'toPort', value: undefined }),
      breaks('an action without a target', {
        at: `https-${west}`,
        path: 'defaultActions.0.targetGroupArn',
        value: undefined,
        found: { argument: 'defaultActions[0]' },
      }),
      breaks('a key that is no attribute', { at: 'orders', path: 'hashKey', value: 'order', problem: /not declare/ }),
      breaks('capacity that nobody states', {
        at: 'orders',
        path: 'billingMode',
        value: undefined,
        found: { argument: 'readCapacity' },
      }),
      broken(
        'a version without a value',
        change(awsPlan, 'password-1', 'secretString', undefined),
        'password-1',
        'secretString',
      ),
    ],
    unknown: [
      broken(
        'rules from nowhere',
        relink(change(awsPlan, `open-${west}`, 'routes', [id]), `open-${west}`, 'routes', []),
        `open-${west}`,
        'routes[0]',
      ),
      hides(`waf-${west}`, 'defaultAction'),
    ],
  },
  'tandem-aws-071-alarms-can-ring': {
    pass: [
      holds('ring and are silent', awsPlan),
      holds('a metric of one’s own', [
        draft('aws:cloudwatch/metricAlarm:MetricAlarm', 'own', {
          ...{ namespace: 'Acme', metricName: 'Balance', threshold: -5, comparisonOperator: 'LessThanThreshold' },
        }),
      ]),
      holds('at least one host', change(awsPlan, `healthy-${west}`, 'threshold', 2)),
      holds('any error', change(awsPlan, `errors-${west}`, 'threshold', 0)),
    ],
    fail: [
      breaks('of no cluster', { at: `lag-${west}`, path: 'dimensions', value: {}, problem: /DBClusterIdentifier/ }),

      breaks('of nothing', { at: `errors-${west}`, path: 'dimensions', value: undefined, problem: /no data/ }),
      breaks('of no group', {
        at: `healthy-${west}`,
        path: 'dimensions.TargetGroup',
        value: undefined,
        found: { argument: 'dimensions' },
      }),
      breaks('never', { at: `healthy-${west}`, path: 'threshold', value: 0, problem: /never rings/ }),
      breaks('never more', { at: `growth-${west}`, path: 'threshold', value: 100, problem: /never rings/ }),
      breaks('always', { at: `errors-${west}`, path: 'threshold', value: -1, problem: /always rings/ }),
      breaks('no such metric', { at: 'dns', path: 'metricName', value: 'Health' }),
      broken(
        'a check that is off',
        relink(
          [
            ...awsPlan,
            draft('aws:route53/healthCheck:HealthCheck', 'off', {
              type: 'HTTPS',
              fqdn: 'api.acme.test',
              disabled: true,
            }),
          ],
          'dns',
          'dimensions',
          ['off'],
        ),
        'off',
        'disabled',
      ),
    ],
    unknown: [
      broken(
        'from nowhere',
        relink(change(awsPlan, `errors-${west}`, 'dimensions', id), `errors-${west}`, 'dimensions', []),
        `errors-${west}`,
        'dimensions',
      ),
    ],
  },
};
