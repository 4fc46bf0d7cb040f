import { change, draft, relink, UNKNOWN_VALUE as id, type Draft } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

// More cases of rules whose others stand elsewhere: the entry and its signals, which a sweep over whole plans broke.

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const machines = (name: string, path: string, value: unknown) => change(instancesPlan, name, path, value);
const checked = (httpCheck: Draft['inputs']) =>
  set('uptime', 'httpCheck', { path: '/ready', useSsl: true, headers: {}, ...httpCheck });
const counts = (crossSeriesReducer: string, comparison: string, thresholdValue: number) =>
  set('alert-uptime', 'conditions.0.conditionThreshold', {
    filter: id,
    comparison,
    thresholdValue,
    duration: '60s',
    aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_NEXT_OLDER', crossSeriesReducer }],
  });
const MATCH = 'pathMatchers.0.routeRules.1.matchRules.0';
const forSomebody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };
const only = (fail: RuleCases['fail'], more: Partial<RuleCases> = {}): RuleCases => ({
  pass: [],
  unknown: [],
  ...more,
  fail,
});

export const widerEntryCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-031-seen-from-outside': only(
    [
      broken('TLS on the plain port', checked({ port: 80 }), 'uptime', 'httpCheck.useSsl', /fails always/),
      broken('plain on the port of TLS', checked({ port: 443, useSsl: false }), 'uptime', 'httpCheck.useSsl'),
      broken('where nothing answers', checked({ port: 4430 }), 'uptime', 'httpCheck.port', /answers on 443 and 80/),
      broken(
        'errors count as health',
        checked({ acceptedResponseStatusCodes: [{ statusClass: 'STATUS_CLASS_ANY' }] }),
        'uptime',
        'httpCheck.acceptedResponseStatusCodes[0]',
      ),
      broken('from inside', set('uptime', 'checkerType', 'VPC_CHECKERS'), 'uptime', 'checkerType'),
      broken(
        'an alert for few failures',
        counts('REDUCE_COUNT_FALSE', 'COMPARISON_LT', 1),
        'uptime',
        'monitoring.AlertPolicy',
      ),
      broken(
        'an alert for more failures than places',
        counts('REDUCE_COUNT_FALSE', 'COMPARISON_GT', 10),
        'uptime',
        'monitoring.AlertPolicy',
      ),
      broken(
        'an alert for passes',
        counts('REDUCE_COUNT_TRUE', 'COMPARISON_GT', 1),
        'uptime',
        'monitoring.AlertPolicy',
      ),
      broken('an alert that is off', set('alert-uptime', 'enabled', false), 'uptime', 'monitoring.AlertPolicy'),
    ],
    {
      pass: [
        holds('a few failures', counts('REDUCE_COUNT_FALSE', 'COMPARISON_GT', 1)),
        holds('few passes', counts('REDUCE_COUNT_TRUE', 'COMPARISON_LT', 2)),
        holds('the port of TLS', checked({ port: 443 })),
      ],
    },
  ),
  'tandem-gcp-034-rate-limit-carries-the-load': only([], {
    unknown: [
      broken(
        'counted by region of the client',
        set('armor', 'rules.0.rateLimitOptions.enforceOnKey', 'REGION_CODE'),
        'armor',
        'rules[0].rateLimitOptions.rateLimitThreshold.count',
        /all clients together/,
      ),
    ],
  }),
  'tandem-gcp-051-armor-rules': only([
    broken('a rule for nobody', set('armor', 'rules.1.match', undefined), 'armor', 'rules[1].match', /no request/),
    broken('no ranges', set('armor', 'rules.0.match.config.srcIpRanges', []), 'armor', 'rules[0].match'),
    broken(
      'ranges of no version',
      set('armor', 'rules.0.match.versionedExpr', undefined),
      'armor',
      'rules[0].match.versionedExpr',
    ),
    broken(
      'a header without a name',
      set('armor', 'rules.0.rateLimitOptions.enforceOnKey', 'HTTP_HEADER'),
      'armor',
      'rules[0].rateLimitOptions.enforceOnKeyName',
    ),
  ]),
  'tandem-gcp-054-routes-lead-somewhere': only([
    broken('no default', set('routes', 'defaultService', undefined), 'routes', 'defaultService'),
    broken('a host twice', set('routes', 'hostRules.0.hosts', ['a.test', 'a.test']), 'routes', 'hostRules'),
    broken(
      'a route that does nothing',
      set('routes', 'pathMatchers.0.routeRules.1.routeAction', undefined),
      'routes',
      'pathMatchers[0].routeRules[1].service',
    ),
    broken(
      'a match of no path',
      set('routes', `${MATCH}.prefixMatch`, undefined),
      'routes',
      'pathMatchers[0].routeRules[1].matchRules[0].prefixMatch',
    ),
    broken(
      'a header compared with two things',
      set('routes', `${MATCH}.headerMatches.0.presentMatch`, true),
      'routes',
      'pathMatchers[0].routeRules[1].matchRules[0].headerMatches[0].presentMatch',
    ),
  ]),
  'tandem-gcp-055-entry-has-a-certificate': only([
    broken('an entry for no host', set('certificate', 'hostname', undefined), 'certificate', 'hostname'),
    broken(
      'an entry without a certificate',
      set('certificate', 'certificates', []),
      'certificates',
      'certificateMapEntry',
    ),
    ...[{}, { managed: { domains: [] } }].map((inputs) =>
      broken(
        `a certificate for nobody: ${JSON.stringify(inputs)}`,
        [draft('gcp:certificatemanager/certificate:Certificate', 'one', inputs)],
        'one',
        'managed' in inputs ? 'managed.domains' : 'managed',
      ),
    ),
  ]),
  'tandem-gcp-056-services-answer-the-entry': only([
    broken(
      'a service of nobody',
      change(relink(runPlan, 'neg-us-east1', 'cloudRun', []), 'neg-us-east1', 'cloudRun.service', 'run-us-eest1'),
      'neg-us-east1',
      'cloudRun.service',
      /are run-us-east1-1234567/,
    ),
  ]),
  'tandem-gcp-061-supported-together': only([
    broken(
      'a rate of instances on serverless groups',
      set('api', 'backends.0.maxRatePerInstance', 50),
      'api',
      'backends[0].maxRatePerInstance',
    ),
    broken(
      'success rates where only probes come',
      set('pin-us-east1', 'outlierDetection', { enforcingSuccessRate: 100 }),
      'pin-us-east1',
      'outlierDetection.enforcingSuccessRate',
    ),
    broken(
      'a mode without its number',
      machines('vms', 'backends.0.balancingMode', 'IN_FLIGHT'),
      'vms',
      'backends[0].balancingMode',
    ),
  ]),
  'tandem-gcp-063-entry-is-shielded': only([
    broken(
      'a limit behind an open door',
      set('armor', 'rules.1', { action: 'allow', priority: 10, match: forSomebody }),
      'armor',
      'rules[0].priority',
      /comes after 10/,
    ),
  ]),
  'tandem-gcp-073-signals-can-be-made': only([
    ...(
      [
        [{ perSeriesAligner: 'ALIGN_NEXT_OLDER' }, 'aggregations[0].perSeriesAligner'],
        [
          { perSeriesAligner: 'ALIGN_RATE', crossSeriesReducer: 'REDUCE_COUNT_TRUE' },
          'aggregations[0].crossSeriesReducer',
        ],
        [{ crossSeriesReducer: 'REDUCE_SUM' }, 'aggregations[0].perSeriesAligner'],
      ] as const
    ).map(([aggregation, argument]) =>
      broken(
        `a counter by ${JSON.stringify(aggregation)}`,
        set('alert-errors-us-east1', 'conditions.0.conditionThreshold.aggregations', [aggregation]),
        'alert-errors-us-east1',
        `conditions[0].conditionThreshold.${argument}`,
      ),
    ),
    broken(
      'a threshold that is always passed',
      set('alert-errors-us-east1', 'conditions.0.conditionThreshold.thresholdValue', -1),
      'alert-errors-us-east1',
      'conditions[0].conditionThreshold.thresholdValue',
      /always/,
    ),
    broken(
      'an e-mail to an empty address',
      set('oncall', 'labels.email_address', ''),
      'oncall',
      'labels.email_address',
    ),
    broken(
      'a threshold of nothing',
      set('alert-lag', 'conditions.0.conditionThreshold.filter', undefined),
      'alert-lag',
      'conditions[0].conditionThreshold.filter',
    ),
    broken(
      'a metric of nobody',
      set(
        'alert-lag',
        'conditions.0.conditionThreshold.filter',
        'metric.type="logging.googleapis.com/user/gone" AND resource.type="cloud_run_revision"',
      ),
      'alert-lag',
      'conditions[0].conditionThreshold.filter',
      /the log-based metric gone/,
    ),
    broken('a check that asks nothing', set('uptime', 'httpCheck', undefined), 'uptime', 'httpCheck'),
    broken('a check of nobody', set('uptime', 'monitoredResource', undefined), 'uptime', 'monitoredResource'),
    broken(
      'a check of no host',
      set('uptime', 'monitoredResource.labels', {}),
      'uptime',
      'monitoredResource.labels.host',
    ),
  ]),
};
