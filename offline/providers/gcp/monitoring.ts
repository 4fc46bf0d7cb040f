import type { Description } from '../kit/description.ts';
import {
  atLeastOne,
  distinct,
  each,
  exactlyOne,
  items,
  isPresent,
  list,
  matches,
  oneOf,
  range,
  required,
  when,
  within,
  type Rule,
} from '../kit/rules.ts';
import { alphanumeric, digits, uuid } from '../kit/random.ts';
import { isValues, listOf, objectOf, textOf, type Value, type Values } from '../kit/values.ts';
import { lastPart, PROJECT_NUMBER, projectOf } from './common.ts';

const CHANNEL = 'gcp:monitoring/notificationChannel:NotificationChannel';
const CUSTOM_SERVICE = 'gcp:monitoring/customService:CustomService';

const CONDITION_KINDS = [
  'conditionAbsent',
  'conditionMatchedLog',
  'conditionMonitoringQueryLanguage',
  'conditionPrometheusQueryLanguage',
  'conditionSql',
  'conditionThreshold',
];

const watchesLogs = (inputs: Values): boolean =>
  listOf(inputs['conditions']).some((condition) => isPresent(objectOf(condition), 'conditionMatchedLog'));

const wholeMinutes = (path: string): Rule =>
  each(path, (value) =>
    parseInt(String(value), 10) % 60 === 0 ? undefined : `expected whole minutes such as \`60s\`, got ${String(value)}`,
  );

const alertPolicy: Description = {
  type: 'gcp:monitoring/alertPolicy:AlertPolicy',
  defaults: { enabled: true },
  check: [
    oneOf('combiner', ['AND', 'OR', 'AND_WITH_MATCHING_RESOURCE']),
    oneOf('severity', ['CRITICAL', 'ERROR', 'WARNING']),
    oneOf('conditions[].conditionThreshold.comparison', [
      'COMPARISON_GT',
      'COMPARISON_GE',
      'COMPARISON_LT',
      'COMPARISON_LE',
      'COMPARISON_EQ',
      'COMPARISON_NE',
    ]),
    ...['conditionThreshold', 'conditionAbsent'].flatMap((kind) => [
      matches(
        `conditions[].${kind}.aggregations[].perSeriesAligner`,
        /^ALIGN_[A-Z_0-9]+$/,
        'an aligner such as ALIGN_RATE',
      ),
      matches(
        `conditions[].${kind}.aggregations[].crossSeriesReducer`,
        /^REDUCE_[A-Z_0-9]+$/,
        'a reducer such as REDUCE_SUM',
      ),
    ]),
    within(
      'conditions[].conditionSql',
      exactlyOne('minutes', 'hourly', 'daily'),
      exactlyOne('rowCountTest', 'booleanTest'),
    ),
  ],
  apply: [
    within('conditions[]', exactlyOne(...CONDITION_KINDS)),
    // An alert on log entries stands alone and says how often it may notify.
    when(watchesLogs, items('conditions', 1, 1), required('alertStrategy.notificationRateLimit')),
    oneOf('conditions[].conditionThreshold.comparison', ['COMPARISON_GT', 'COMPARISON_LT']),
    wholeMinutes('conditions[].conditionThreshold.duration'),
    wholeMinutes('conditions[].conditionAbsent.duration'),
  ],
  computed: ['conditions[].name'],
  references: { 'notificationChannels[]': [CHANNEL] },
  holds: ['notificationChannels[]'],
  id: (situation) => `projects/${projectOf(situation)}/alertPolicies/${digits(19)}`,
  outputs: ({ inputs }, id) => ({
    name: id,
    conditions: listOf(inputs['conditions']).map(() => ({ name: `${id}/conditions/${digits(19)}` })),
  }),
};

const uptimeCheck: Description = {
  type: 'gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig',
  defaults: {
    period: '300s',
    'contentMatchers[].matcher': 'CONTAINS_STRING',
    'httpCheck.path': '/',
    'httpCheck.requestMethod': 'GET',
    'httpCheck.acceptedResponseStatusCodes[].statusClass': 'STATUS_CLASS_UNSPECIFIED',
  },
  check: [
    exactlyOne('monitoredResource', 'resourceGroup', 'syntheticMonitor'),
    oneOf('httpCheck.requestMethod', ['METHOD_UNSPECIFIED', 'GET', 'POST']),
    oneOf('checkerType', ['STATIC_IP_CHECKERS', 'VPC_CHECKERS']),
    oneOf('contentMatchers[].matcher', [
      'CONTAINS_STRING',
      'NOT_CONTAINS_STRING',
      'MATCHES_REGEX',
      'NOT_MATCHES_REGEX',
      'MATCHES_JSON_PATH',
      'NOT_MATCHES_JSON_PATH',
    ]),
  ],
  apply: [
    oneOf('period', ['60s', '300s', '600s', '900s']),
    each('timeout', (value) => {
      const seconds = parseFloat(String(value));
      return seconds >= 1 && seconds <= 60 ? undefined : `expected 1s to 60s, got ${String(value)}`;
    }),
    when((inputs) => !isPresent(inputs, 'syntheticMonitor'), exactlyOne('httpCheck', 'tcpCheck')),
    items('selectedRegions', 3),
  ],
  computed: ['httpCheck.port', 'httpCheck.maskHeaders', 'checkerType'],
  replaces: [
    'checkerType',
    'monitoredResource',
    'resourceGroup',
    'syntheticMonitor',
    'httpCheck.requestMethod',
    'httpCheck.authInfo.passwordWoVersion',
  ],
  id: (situation) => `projects/${projectOf(situation)}/uptimeCheckConfigs/${alphanumeric(12)}`,
  secrets: ['httpCheck.authInfo.password'],
  outputs: (_situation, id) => ({ name: id, uptimeCheckId: lastPart(id) ?? '', checkerType: 'STATIC_IP_CHECKERS' }),
};

const notTwice: Rule = ({ labels, sensitiveLabels }) => {
  const names: { [label: string]: string } = {
    auth_token: 'authToken',
    password: 'password',
    service_key: 'serviceKey',
  };
  return Object.entries(names)
    .filter(([label, property]) => label in objectOf(labels) && property in objectOf(sensitiveLabels))
    .map(([label]) => ({ path: 'labels', reason: `\`${label}\` is also in sensitiveLabels: give it once` }));
};

const channel: Description = {
  type: CHANNEL,
  defaults: { enabled: true },
  check: [
    within(
      'sensitiveLabels',
      atLeastOne('authToken', 'password', 'serviceKey', 'authTokenWo', 'passwordWo', 'serviceKeyWo'),
    ),
  ],
  plan: [notTwice],
  secrets: ['sensitiveLabels.authToken', 'sensitiveLabels.password', 'sensitiveLabels.serviceKey'],
  id: (situation) => `projects/${projectOf(situation)}/notificationChannels/${digits(19)}`,
  outputs: (_situation, id) => ({ name: id, verificationStatus: '' }),
};

const slo: Description = {
  type: 'gcp:monitoring/slo:Slo',
  check: [
    range('goal', Number.MIN_VALUE, 0.9999),
    exactlyOne('calendarPeriod', 'rollingPeriodDays'),
    oneOf('calendarPeriod', ['DAY', 'WEEK', 'FORTNIGHT', 'MONTH']),
    range('rollingPeriodDays', 1, 30),
    exactlyOne('basicSli', 'requestBasedSli', 'windowsBasedSli'),
    within('requestBasedSli', exactlyOne('distributionCut', 'goodTotalRatio')),
    within('requestBasedSli.goodTotalRatio', atLeastOne('goodServiceFilter', 'badServiceFilter', 'totalServiceFilter')),
    within(
      'windowsBasedSli',
      exactlyOne('goodBadMetricFilter', 'goodTotalRatioThreshold', 'metricMeanInRange', 'metricSumInRange'),
    ),
    matches('sloId', /^[a-zA-Z0-9\-_:.]+$/, 'letters, digits and -_:.'),
  ],
  computed: ['sloId'],
  replaces: ['service', 'sloId'],
  references: { service: [CUSTOM_SERVICE] },
  holds: ['service'],
  id: ({ inputs }) =>
    `projects/${PROJECT_NUMBER}/services/${lastPart(inputs['service'])}/serviceLevelObjectives/${textOf(inputs['sloId']) ?? alphanumeric(12)}`,
  outputs: (_situation, id) => ({ name: id, sloId: lastPart(id) ?? '' }),
};

const customService: Description = {
  type: CUSTOM_SERVICE,
  check: [matches('serviceId', /^[a-zA-Z0-9\-_:.]+$/, 'letters, digits and -_:.')],
  computed: ['serviceId', 'displayName'],
  replaces: ['serviceId'],
  aliases: (state) => [state['serviceId']],
  id: ({ inputs }) => `projects/${PROJECT_NUMBER}/services/${textOf(inputs['serviceId']) ?? alphanumeric(12)}`,
  outputs: (_situation, id) => ({ name: id, serviceId: lastPart(id) ?? '', displayName: '' }),
};

const dashboard: Description = {
  type: 'gcp:monitoring/dashboard:Dashboard',
  check: [each('dashboardJson', (value) => (parsed(value) === undefined ? 'expected valid JSON' : undefined))],
  normal: { dashboardJson: (value) => canonical(parsed(value) ?? value) },
  id: () => `projects/${PROJECT_NUMBER}/dashboards/${uuid()}`,
};

const logMetric: Description = {
  type: 'gcp:logging/metric:Metric',
  autoname: { property: 'name', maximum: 255 },
  defaults: { 'metricDescriptor.unit': '1', 'metricDescriptor.labels[].valueType': 'STRING' },
  check: [
    oneOf('metricDescriptor.metricKind', ['DELTA', 'GAUGE', 'CUMULATIVE']),
    oneOf('metricDescriptor.valueType', ['BOOL', 'INT64', 'DOUBLE', 'STRING', 'DISTRIBUTION', 'MONEY']),
    oneOf('metricDescriptor.labels[].valueType', ['BOOL', 'INT64', 'STRING']),
    within('bucketOptions', atLeastOne('linearBuckets', 'exponentialBuckets', 'explicitBuckets')),
  ],
  apply: [
    distinct('metricDescriptor.labels[].key'),
    ({ metricDescriptor, labelExtractors }) => {
      const labels = listOf(objectOf(metricDescriptor)['labels']).map((label) => textOf(objectOf(label)['key']) ?? '');
      const missing = Object.keys(objectOf(labelExtractors)).filter((key) => !labels.includes(key));
      return missing.length === 0
        ? []
        : [{ path: 'labelExtractors', reason: `${list(missing)} are no labels of metricDescriptor` }];
    },
  ],
  computed: ['metricDescriptor'],
  replaces: ['name'],
  id: ({ inputs }) => textOf(inputs['name']) ?? '',
};

/** Alerts, checks from outside, objectives, dashboards and metrics made from logs. */
export const monitoring = [alertPolicy, uptimeCheck, channel, slo, customService, dashboard, logMetric];

function parsed(value: Value): Value | undefined {
  try {
    return JSON.parse(String(value)) as Value;
  } catch {
    return undefined;
  }
}

/** JSON without regard to the order of keys, and without the ones the server adds. */
function canonical(value: Value): string {
  return JSON.stringify(value, (key, child: Value) => {
    if (key === '' && isValues(child)) return sorted(child, ['etag', 'name']);
    return isValues(child) ? sorted(child, []) : child;
  });
}

function sorted(values: { [name: string]: Value }, without: string[]): Value {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !without.includes(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
