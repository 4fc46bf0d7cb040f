import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const declared = (peakRps: number): Draft =>
  draft('tandem:index:GcpTwoRegion', 'acme', { declared: { peakRps, objectives: {} } });
const RETRY = 'pathMatchers.0.defaultRouteAction.retryPolicy';
const retryAt = (argument: string) => `pathMatchers[0].defaultRouteAction.retryPolicy.${argument}`;
const LIMIT = 'rules.0.rateLimitOptions';
const COUNT = 'rules[0].rateLimitOptions.rateLimitThreshold.count';
const together = set('armor', `${LIMIT}.enforceOnKey`, 'ALL');

/** A map whose only route splits its requests evenly between services. */
const split = (services: readonly string[]): readonly Draft[] =>
  runPlan.map((one) =>
    one.name === 'routes'
      ? {
          ...one,
          inputs: {
            defaultRouteAction: {
              weightedBackendServices: services.map(() => ({ backendService: id, weight: 50 })),
              retryPolicy: { retryConditions: ['gateway-error', 'connect-failure'], perTryTimeout: { seconds: '2' } },
            },
          },
          links: { defaultRouteAction: services },
        }
      : one,
  );
const unplaced = draft('gcp:compute/backendService:BackendService', 'theirs', {
  loadBalancingScheme: 'EXTERNAL_MANAGED',
  backends: [{ group: 'projects/p/networkEndpointGroups/x' }],
});
const noChecks = runPlan.filter(({ name }) => !/^(alert-)?uptime/.test(name));
const second: readonly Draft[] = runPlan.filter(({ name }) => name === 'api').map((one) => ({ ...one, name: 'api-2' }));

export const entryCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-027-only-through-the-entry': {
    pass: [
      holds('closed', runPlan),
      holds('a service that stands alone', [
        draft('gcp:cloudrunv2/service:Service', 'alone', { ingress: 'INGRESS_TRAFFIC_ALL' }),
      ]),
    ],
    fail: [
      broken('open', set('run-us-east1', 'ingress', 'INGRESS_TRAFFIC_ALL'), 'run-us-east1', 'ingress'),
      broken('default', set('run-us-east1', 'ingress', undefined), 'run-us-east1', 'ingress', /is INGRESS_TRAFFIC_ALL/),
      broken(
        'closed to the entry too',
        set('run-us-east1', 'ingress', 'INGRESS_TRAFFIC_INTERNAL_ONLY'),
        'run-us-east1',
        'ingress',
      ),
      broken(
        'a URL of its own',
        set('run-us-central1', 'defaultUriDisabled', undefined),
        'run-us-central1',
        'defaultUriDisabled',
      ),
    ],
    unknown: [
      broken('computed ingress', set('run-us-east1', 'ingress', id), 'run-us-east1', 'ingress'),
      broken('computed URL', set('run-us-east1', 'defaultUriDisabled', id), 'run-us-east1', 'defaultUriDisabled'),
    ],
  },
  'tandem-gcp-028-modern-tls': {
    pass: [
      holds('1.2 and a redirect', runPlan),
      holds('1.3', change(set('tls', 'minTlsVersion', 'TLS_1_3'), 'tls', 'profile', 'RESTRICTED')),
      holds(
        'a policy of another program',
        relink(set('proxy-https', 'sslPolicy', 'projects/p/global/sslPolicies/tls'), 'proxy-https', 'sslPolicy', []),
      ),
    ],
    fail: [
      broken('1.1', set('tls', 'minTlsVersion', 'TLS_1_1'), 'tls', 'minTlsVersion', /is TLS_1_1/),
      broken('default', set('tls', 'minTlsVersion', undefined), 'tls', 'minTlsVersion', /defaults to TLS_1_0/),
      broken('1.3 with a profile that does not allow it', set('tls', 'minTlsVersion', 'TLS_1_3'), 'tls', 'profile'),
      broken('no policy', set('proxy-https', 'sslPolicy', undefined), 'proxy-https', 'sslPolicy'),
      broken('plain text', relink(runPlan, 'proxy-http', 'urlMap', ['routes']), 'proxy-http', 'urlMap', /plain text/),
      broken(
        'redirect to plain text',
        set('redirect', 'defaultUrlRedirect.httpsRedirect', false),
        'proxy-http',
        'urlMap',
      ),
    ],
    unknown: [
      broken('computed version', set('tls', 'minTlsVersion', id), 'tls', 'minTlsVersion'),
      broken(
        'computed redirect',
        set('redirect', 'defaultUrlRedirect', id),
        'redirect',
        'defaultUrlRedirect.httpsRedirect',
      ),
      broken('a map of another program', relink(runPlan, 'proxy-http', 'urlMap', []), 'proxy-http', 'urlMap'),
    ],
  },
  'tandem-gcp-029-requests-are-logged': {
    pass: [
      holds('all', runPlan),
      holds('the default rate', set('api', 'logConfig', { enable: true })),
      holds('most', set('api', 'logConfig.sampleRate', 0.8)),
    ],
    fail: [
      broken('off', set('api', 'logConfig.enable', false), 'api', 'logConfig.enable'),
      broken('absent', set('pin-us-east1', 'logConfig', undefined), 'pin-us-east1', 'logConfig.enable'),
      broken(
        'hardly any',
        set('api', 'logConfig.sampleRate', 0.01),
        'api',
        'logConfig.sampleRate',
        /is 0.01; allowed is 0.5 to 1/,
      ),
      broken('more than all', set('api', 'logConfig.sampleRate', 2), 'api', 'logConfig.sampleRate'),
    ],
    unknown: [
      broken('computed', set('api', 'logConfig', id), 'api', 'logConfig.enable'),
      broken('computed rate', set('api', 'logConfig.sampleRate', id), 'api', 'logConfig.sampleRate'),
    ],
  },
  'tandem-gcp-030-alerts-that-matter': {
    pass: [
      holds('all', runPlan),
      holds('instances', instancesPlan),
      holds(
        'one alert for errors that groups by location',
        change(
          without(runPlan, 'alert-errors-us-east1'),
          'alert-errors-us-central1',
          'conditions.0.conditionThreshold',
          {
            filter: 'metric.type="logging.googleapis.com/user/errors-1234567"',
            duration: '0s',
            aggregations: [{ groupByFields: ['resource.label.location'] }],
          },
        ),
      ),
      holds('a slow confirmation beside the fast alert', [
        ...runPlan,
        draft('gcp:monitoring/alertPolicy:AlertPolicy', 'slow', {
          conditions: [
            {
              conditionThreshold: {
                filter:
                  'metric.type="loadbalancing.googleapis.com/https/request_count" AND metric.labels.response_code_class=500',
                duration: '180s',
              },
            },
          ],
          notificationChannels: [id],
        }),
      ]),
      holds('a program that serves nothing', []),
    ],
    fail: [
      broken('nobody hears', set('alert-lag', 'notificationChannels', []), 'alert-lag', 'notificationChannels'),
      broken('no channels', set('alert-lag', 'notificationChannels', undefined), 'alert-lag', 'notificationChannels'),
      broken(
        'errors of one region',
        without(runPlan, 'alert-errors-us-east1'),
        'api',
        'monitoring.AlertPolicy',
        /5xx.* does not tell us-east1 apart/,
      ),
      broken(
        '429 of one region',
        without(runPlan, 'alert-429-us-central1'),
        'api',
        'monitoring.AlertPolicy',
        /429.* does not tell us-central1 apart/,
      ),
      broken(
        'no healthy backend',
        without(runPlan, 'alert-no-backend'),
        'api',
        'monitoring.AlertPolicy',
        /no healthy backend.* is missing/,
      ),
      broken('headroom', without(runPlan, 'alert-headroom'), 'api', 'monitoring.AlertPolicy', /maximum is missing/),
      broken('lag', without(runPlan, 'alert-lag'), 'api', 'monitoring.AlertPolicy', /replica lag.* is missing/),
      broken(
        'errors of one region, with a metric that counts both',
        change(
          without(runPlan, 'alert-errors-us-east1'),
          'errors',
          'filter',
          'resource.labels.location=("us-central1" OR "us-east1") AND httpRequest.status>=500',
        ),
        'api',
        'monitoring.AlertPolicy',
        /5xx.* does not tell us-east1 apart/,
      ),
      broken(
        'headroom, with both regions added up',
        set('alert-headroom', 'conditions.0.conditionThreshold.aggregations', [{ crossSeriesReducer: 'REDUCE_SUM' }]),
        'api',
        'monitoring.AlertPolicy',
        /maximum does not tell us-central1 apart/,
      ),
      broken(
        'switched off',
        set('alert-headroom', 'enabled', false),
        'api',
        'monitoring.AlertPolicy',
        /maximum is missing/,
      ),
      broken(
        'late',
        set('alert-no-backend', 'conditions.0', {
          conditionThreshold: {
            filter:
              'metric.type="loadbalancing.googleapis.com/https/request_count" AND resource.labels.backend_scope="INVALID_BACKEND"',
            duration: '0s',
          },
        }),
        'api',
        'monitoring.AlertPolicy',
        /comes late: alert-no-backend/,
      ),
      broken(
        'patient',
        set('alert-no-backend', 'conditions.0', {
          conditionThreshold: {
            filter: 'metric.type="logging.googleapis.com/user/x" failed_to_pick_backend',
            duration: '300s',
          },
        }),
        'api',
        'monitoring.AlertPolicy',
        /comes late/,
      ),
    ],
    unknown: [
      broken(
        'computed condition',
        set('alert-lag', 'conditions', id),
        'alert-lag',
        'conditions',
        /no other condition watches replica lag/,
      ),
    ],
  },
  'tandem-gcp-031-seen-from-outside': {
    pass: [
      holds('one for each region', runPlan),
      holds('from everywhere', set('uptime-us-east1', 'selectedRegions', undefined)),
      holds('one alert for all checks', [
        ...runPlan.filter(({ name }) => !name.startsWith('alert-uptime')),
        draft('gcp:monitoring/alertPolicy:AlertPolicy', 'all-checks', {
          conditions: [
            { conditionThreshold: { filter: 'metric.type="monitoring.googleapis.com/uptime_check/check_passed"' } },
          ],
          notificationChannels: [id],
        }),
      ]),
      holds('three places in the USA', set('uptime-us-east1', 'selectedRegions', ['USA'])),
    ],
    fail: [
      broken('slow', set('uptime-us-east1', 'period', '300s'), 'uptime-us-east1', 'period', /is 300s; allowed is 60s/),
      broken('default period', set('uptime-us-east1', 'period', undefined), 'uptime-us-east1', 'period'),
      broken(
        'few places',
        set('uptime-us-east1', 'selectedRegions', ['EUROPE', 'ASIA_PACIFIC']),
        'uptime-us-east1',
        'selectedRegions',
      ),
      broken(
        'one region unwatched',
        without(runPlan, 'uptime-us-east1'),
        'api',
        'monitoring.UptimeCheckConfig',
        /x-tandem-region: us-east1 is missing/,
      ),
      broken('none', noChecks, 'api', 'monitoring.UptimeCheckConfig', /nobody asks/),
      broken(
        'no check as clients ask',
        without(runPlan, 'uptime'),
        'api',
        'monitoring.UptimeCheckConfig',
        /for clients is missing/,
      ),
      broken(
        'a check that wakes nobody',
        without(runPlan, 'alert-uptime-us-east1'),
        'uptime-us-east1',
        'monitoring.AlertPolicy',
        /nobody hears/,
      ),
    ],
    unknown: [
      broken('computed period', set('uptime-us-east1', 'period', id), 'uptime-us-east1', 'period'),
      broken('computed places', set('uptime-us-east1', 'selectedRegions', id), 'uptime-us-east1', 'selectedRegions'),
    ],
  },
  'tandem-gcp-032-weights-hold-both-regions': {
    pass: [
      holds('one service, pinned routes beside it', runPlan),
      holds('two versions, each in both regions', [...split(['api', 'api-2']), ...second]),
    ],
    fail: [
      broken(
        'a region each',
        split(['pin-us-central1', 'pin-us-east1']),
        'routes',
        'defaultRouteAction.weightedBackendServices',
        /covers us-central1 only/,
      ),
      broken(
        'one of them',
        split(['api', 'pin-us-east1']),
        'routes',
        'defaultRouteAction.weightedBackendServices',
        /pin-us-east1, which covers us-east1 only/,
      ),
    ],
    unknown: [
      broken(
        'a service whose groups are elsewhere',
        [...split(['api', 'theirs']), unplaced],
        'routes',
        'defaultRouteAction.weightedBackendServices',
      ),
    ],
  },
  'tandem-gcp-033-failed-requests-are-retried': {
    pass: [
      holds('twice', runPlan),
      holds('once', set('routes', `${RETRY}.numRetries`, 1)),
      holds('the default number', set('routes', `${RETRY}.numRetries`, undefined)),
      holds('a wildcard of hosts', set('routes', 'hostRules.0.hosts', ['*.acme.test'])),
      holds(
        'a map that only redirects',
        runPlan.filter(({ name }) => name === 'redirect'),
      ),
    ],
    fail: [
      broken(
        'a host that no host rule names',
        set('routes', 'hostRules.0.hosts', ['www.acme.test']),
        'routes',
        'hostRules',
        /and not api.acme.test/,
      ),
      broken(
        'a try as long as the whole',
        set('routes', `${RETRY}.perTryTimeout.seconds`, '10'),
        'routes',
        retryAt('perTryTimeout.seconds'),
      ),
      broken(
        'none',
        set('routes', RETRY, undefined),
        'routes',
        'pathMatchers[0].defaultRouteAction.retryPolicy',
        /is not set/,
      ),
      broken(
        'a storm',
        set('routes', `${RETRY}.numRetries`, 10),
        'routes',
        retryAt('numRetries'),
        /is 10; allowed is 1 to 2/,
      ),
      broken(
        'no gateway errors',
        set('routes', `${RETRY}.retryConditions`, ['connect-failure']),
        'routes',
        retryAt('retryConditions'),
        /lacks gateway-error/,
      ),
      broken(
        'no limit for a try',
        set('routes', `${RETRY}.perTryTimeout`, undefined),
        'routes',
        retryAt('perTryTimeout'),
      ),
      broken(
        'no action at all',
        change(set('routes', 'pathMatchers', undefined), 'routes', 'hostRules', undefined),
        'routes',
        'defaultRouteAction.retryPolicy',
      ),
    ],
    unknown: [
      broken('computed policy', set('routes', RETRY, id), 'routes', retryAt('retryConditions')),
      broken('computed number', set('routes', `${RETRY}.numRetries`, id), 'routes', retryAt('numRetries')),
    ],
  },
  'tandem-gcp-034-rate-limit-carries-the-load': {
    pass: [
      holds('by client', runPlan),
      holds('all together, above the peak', [...together, declared(100)]),
      holds(
        'a limit on some paths',
        set('armor', 'rules.0.match', { expr: { expression: "request.path == '/login'" } }),
      ),
    ],
    fail: [
      broken(
        'few for a client',
        set('armor', `${LIMIT}.rateLimitThreshold.count`, 100),
        'armor',
        COUNT,
        /100 requests a minute; allowed is 500/,
      ),
      broken(
        'all together, below the peak',
        [...together, declared(101)],
        'armor',
        COUNT,
        /allowed is the declared peak of 6060/,
      ),
    ],
    unknown: [
      broken('all together, no declared peak', together, 'armor', COUNT),
      broken('computed', set('armor', `${LIMIT}.rateLimitThreshold`, id), 'armor', COUNT),
    ],
  },
};
