import type { Description } from '../kit/description.ts';
import {
  atMostOne,
  conflicts,
  each,
  exactlyOne,
  isPresent,
  items,
  length,
  matches,
  oneOf,
  range,
  refused,
  required,
  requires,
  when,
  within,
} from '../kit/rules.ts';
import { uuid } from '../kit/random.ts';
import { textOf } from '../kit/values.ts';
import { ACCOUNT, arn, byMeaning, globalArn, isArn, isJson, named, nameOf } from './common.ts';

const TOPIC = 'aws:sns/topic:Topic';
const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup';

const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const METRIC_FIELDS = ['metricName', 'namespace', 'period', 'statistic', 'extendedStatistic', 'dimensions'];

const metricAlarm: Description = {
  type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  autoname: named,
  defaults: { actionsEnabled: true, treatMissingData: 'missing' },
  check: [
    oneOf('comparisonOperator', COMPARISONS),
    conflicts('metricQueries', ...METRIC_FIELDS),
    atMostOne('threshold', 'thresholdMetricId'),
    oneOf('statistic', ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']),
    each('period', (value) =>
      [10, 20, 30].includes(Number(value)) || Number(value) % 60 === 0
        ? undefined
        : `expected 10, 20, 30 or a multiple of 60, got ${String(value)}`,
    ),
    range('evaluationPeriods', 1),
    range('datapointsToAlarm', 1),
    oneOf('treatMissingData', ['missing', 'ignore', 'breaching', 'notBreaching']),
    ...['alarmActions', 'okActions', 'insufficientDataActions'].map((name) => isArn(`${name}[]`)),
    items('okActions', 0, 5),
    items('insufficientDataActions', 0, 5),
    length('alarmDescription', 0, 1024),
    length('name', 1, 255),
    within('metricQueries[]', conflicts('expression', 'metric')),
  ],
  plan: [when((inputs) => isPresent(inputs, 'metricName'), exactlyOne('statistic', 'extendedStatistic'))],
  apply: [
    when(
      (inputs) => isPresent(inputs, 'metricName') || isPresent(inputs, 'metricQueries'),
      required('comparisonOperator'),
      required('evaluationPeriods'),
    ),
    ({ datapointsToAlarm, evaluationPeriods }) =>
      Number(datapointsToAlarm ?? 1) <= Number(evaluationPeriods ?? 1)
        ? []
        : [
            {
              path: 'datapointsToAlarm',
              reason: `expected at most evaluationPeriods (${String(evaluationPeriods)}), got ${String(datapointsToAlarm)}`,
            },
          ],
  ],
  computed: ['evaluateLowSampleCountPercentiles'],
  replaces: ['name'],
  unordered: ['alarmActions', 'okActions', 'insufficientDataActions', 'metricQueries'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('cloudwatch', situation, `alarm:${id}`),
    evaluateLowSampleCountPercentiles: '',
  }),
};

const compositeAlarm: Description = {
  type: 'aws:cloudwatch/compositeAlarm:CompositeAlarm',
  defaults: { actionsEnabled: true },
  check: [
    length('alarmRule', 1, 10240),
    length('alarmName', 0, 255),
    length('alarmDescription', 0, 1024),
    ...['alarmActions', 'okActions', 'insufficientDataActions'].flatMap((name) => [
      items(name, 0, 5),
      isArn(`${name}[]`),
    ]),
  ],
  replaces: ['alarmName', 'actionsEnabled'],
  unordered: ['alarmActions', 'okActions', 'insufficientDataActions'],
  id: ({ inputs }) => textOf(inputs['alarmName']) ?? '',
  outputs: (situation, id) => ({ arn: arn('cloudwatch', situation, `alarm:${id}`) }),
};

const dashboard: Description = {
  type: 'aws:cloudwatch/dashboard:Dashboard',
  check: [
    isJson('dashboardBody'),
    matches('dashboardName', /^[\w-]{1,255}$/, '1 to 255 letters, digits, hyphens and underscores'),
  ],
  replaces: ['dashboardName'],
  normal: { dashboardBody: byMeaning },
  id: ({ inputs }) => textOf(inputs['dashboardName']) ?? '',
  outputs: (_situation, id) => ({ dashboardArn: globalArn('cloudwatch', `dashboard/${id}`) }),
};

const logGroup: Description = {
  type: LOG_GROUP,
  autoname: named,
  check: [
    atMostOne('name', 'namePrefix'),
    length('name', 0, 512),
    matches('name', /^[0-9A-Za-z_./#-]+$/, 'letters, digits and _./#-'),
    oneOf('logGroupClass', ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']),
    oneOf('retentionInDays', RETENTION_DAYS),
    isArn('kmsKeyId'),
  ],
  remove: [
    (state) =>
      state['deletionProtectionEnabled'] === true
        ? [{ path: 'deletionProtectionEnabled', reason: 'is true: set it to false first' }]
        : [],
  ],
  computed: ['logGroupClass', 'name', 'namePrefix', 'retentionInDays', 'deletionProtectionEnabled'],
  replaces: ['name', 'namePrefix', 'logGroupClass'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({ arn: arn('logs', situation, `log-group:${id}`), logGroupClass: 'STANDARD' }),
};

const logMetricFilter: Description = {
  type: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  autoname: { property: 'name', maximum: 512 },
  check: [within('metricTransformation', required('name'), required('namespace'), required('value'))],
  replaces: ['name', 'logGroupName'],
  references: { logGroupName: [LOG_GROUP] },
  id: (situation) => nameOf(situation),
};

const FIFO_ONLY = ['contentBasedDeduplication', 'archivePolicy', 'fifoThroughputScope'];

const topic: Description = {
  type: TOPIC,
  autoname: { ...named, maximum: 80, suffix: ({ fifoTopic }) => (fifoTopic === true ? '.fifo' : '') },
  check: [
    atMostOne('name', 'namePrefix'),
    range('signatureVersion', 1, 2),
    oneOf('tracingConfig', ['Active', 'PassThrough']),
    isJson('policy'),
    ...['application', 'firehose', 'http', 'lambda', 'sqs'].map((kind) =>
      range(`${kind}SuccessFeedbackSampleRate`, 0, 100),
    ),
  ],
  plan: [
    when(
      ({ fifoTopic }) => fifoTopic !== true,
      ...FIFO_ONLY.map((name) => refused(name, 'is only for topics with fifoTopic true')),
    ),
    (inputs, { old }) => {
      const pattern = inputs['fifoTopic'] === true ? /^[0-9A-Za-z_-]{1,251}\.fifo$/ : /^[0-9A-Za-z_-]{1,256}$/;
      return old !== undefined || pattern.test(nameOf({ inputs } as Parameters<typeof nameOf>[0]))
        ? []
        : [{ path: 'name', reason: `expected ${pattern.source}` }];
    },
  ],
  computed: ['name', 'namePrefix', 'policy', 'signatureVersion', 'tracingConfig', 'fifoThroughputScope'],
  replaces: ['name', 'namePrefix', 'fifoTopic'],
  normal: { policy: byMeaning },
  id: (situation) => arn('sns', situation, nameOf(situation)),
  outputs: (_situation, id) => ({ arn: id, owner: ACCOUNT, beginningArchiveTime: '', policy: '' }),
};

const topicSubscription: Description = {
  type: 'aws:sns/topicSubscription:TopicSubscription',
  defaults: { confirmationTimeoutInMinutes: 1 },
  check: [
    oneOf('protocol', ['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs']),
    isJson('filterPolicy'),
    requires('filterPolicyScope', 'filterPolicy'),
  ],
  computed: ['filterPolicyScope'],
  replaces: ['topic', 'protocol', 'endpoint'],
  references: { topic: [TOPIC] },
  id: ({ inputs }) => `${textOf(inputs['topic'])}:${uuid()}`,
  outputs: (_situation, id) => ({
    arn: id,
    ownerId: ACCOUNT,
    pendingConfirmation: true,
    confirmationWasAuthenticated: false,
  }),
};

const topicPolicy: Description = {
  type: 'aws:sns/topicPolicy:TopicPolicy',
  check: [isArn('arn'), isJson('policy')],
  replaces: ['arn'],
  normal: { policy: byMeaning },
  references: { arn: [TOPIC] },
  id: ({ inputs }) => textOf(inputs['arn']) ?? '',
  outputs: () => ({ owner: ACCOUNT }),
};

const serviceQuota: Description = {
  type: 'aws:servicequotas/serviceQuota:ServiceQuota',
  check: [
    matches('quotaCode', /^[a-zA-Z][a-zA-Z0-9-]{1,128}$/, 'a code such as L-3032A538'),
    matches('serviceCode', /^[a-zA-Z][a-zA-Z0-9-]{1,63}$/, 'a code such as fargate'),
  ],
  replaces: ['quotaCode', 'serviceCode'],
  // One for each account and region: asking again asks for more, and deleting it takes nothing back.
  onlyInState: true,
  id: ({ inputs }) => `${textOf(inputs['serviceCode'])}/${textOf(inputs['quotaCode'])}`,
  outputs: (situation, id) => ({
    arn: arn('servicequotas', situation, id),
    adjustable: true,
    requestStatus: 'APPROVED',
    defaultValue: 6,
  }),
};

/** Alarms, logs, topics and quotas. */
export const signals = [
  metricAlarm,
  compositeAlarm,
  dashboard,
  logGroup,
  logMetricFilter,
  topic,
  topicSubscription,
  topicPolicy,
  serviceQuota,
];
