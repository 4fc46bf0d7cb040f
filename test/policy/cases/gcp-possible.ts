import { change, draft, UNKNOWN_VALUE as id, type Draft } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const check = (path: string, value: unknown) => change(instancesPlan, 'lb-check', path, value);
const placed = (location: string, dataLocations: unknown) =>
  change(set('data', 'location', location), 'data', 'customPlacementConfig', { dataLocations });
const LIST = 'customPlacementConfig.dataLocations';
const probe = (argument: string) => `template.containers[0].readinessProbe.${argument}`;
const setProbe = (argument: string, value: unknown) =>
  set('run-us-east1', `template.containers.0.readinessProbe.${argument}`, value);
const address = (inputs: Readonly<Record<string, unknown>>): readonly Draft[] => [
  draft('gcp:compute/globalAddress:GlobalAddress', 'range', inputs),
];

export const possibleCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-046-health-check-numbers': {
    pass: [
      holds('possible', instancesPlan),
      holds('defaults', [draft('gcp:compute/healthCheck:HealthCheck', 'check', { tcpHealthCheck: { port: 80 } })]),
    ],
    fail: [
      broken(
        'limit above interval',
        check('timeoutSec', 9),
        'lb-check',
        'timeoutSec',
        /is 9, longer than checkIntervalSec 5/,
      ),
      broken(
        'default limit above interval',
        change(check('timeoutSec', undefined), 'lb-check', 'checkIntervalSec', 2),
        'lb-check',
        'timeoutSec',
      ),
      broken('no interval', check('checkIntervalSec', 0), 'lb-check', 'checkIntervalSec'),
      broken(
        'threshold',
        check('unhealthyThreshold', 11),
        'lb-check',
        'unhealthyThreshold',
        /allowed is a whole number from 1 to 10/,
      ),
      broken(
        'port',
        change(instancesPlan, 'heal-check', 'httpHealthCheck.port', 70_000),
        'heal-check',
        'httpHealthCheck.port',
      ),
    ],
    unknown: [broken('computed', check('timeoutSec', id), 'lb-check', 'timeoutSec')],
  },
  'tandem-gcp-047-scaling-bounds': {
    pass: [
      holds('possible', runPlan),
      holds('equal', set('run-us-east1', 'scaling.minInstanceCount', 40)),
      holds('no maximum', set('run-us-east1', 'scaling.maxInstanceCount', undefined)),
      holds('instances', instancesPlan),
    ],
    fail: [
      broken(
        'minimum above maximum',
        set('run-us-east1', 'scaling.minInstanceCount', 41),
        'run-us-east1',
        'scaling.minInstanceCount',
        /is 41, above scaling.maxInstanceCount 40/,
      ),
      broken(
        'minimum above the maximum of the revision',
        set('run-us-east1', 'template.scaling', { maxInstanceCount: 2 }),
        'run-us-east1',
        'scaling.minInstanceCount',
      ),
      broken(
        'negative',
        set('run-us-east1', 'scaling.minInstanceCount', -1),
        'run-us-east1',
        'scaling.minInstanceCount',
      ),
      broken(
        'half an instance',
        set('run-us-east1', 'scaling.maxInstanceCount', 4.5),
        'run-us-east1',
        'scaling.maxInstanceCount',
      ),
      broken(
        'replicas',
        change(instancesPlan, 'scale-us-east1-a', 'autoscalingPolicy.minReplicas', 11),
        'scale-us-east1-a',
        'autoscalingPolicy.minReplicas',
      ),
      broken(
        'percent for a share',
        change(instancesPlan, 'scale-us-east1-a', 'autoscalingPolicy.cpuUtilization.target', 60),
        'scale-us-east1-a',
        'autoscalingPolicy.cpuUtilization.target',
      ),
    ],
    unknown: [
      broken(
        'computed',
        set('run-us-east1', 'scaling.minInstanceCount', id),
        'run-us-east1',
        'scaling.minInstanceCount',
      ),
    ],
  },
  'tandem-gcp-048-address-ranges': {
    pass: [
      holds('apart', runPlan),
      holds('the same range in another network', [
        ...runPlan,
        draft('gcp:compute/subnetwork:Subnetwork', 'elsewhere', { network: id, ipCidrRange: '10.0.0.0/20' }),
      ]),
      holds('a public address', address({ ipVersion: 'IPV4' })),
    ],
    fail: [
      broken(
        'overlapping subnets',
        set('subnet-us-east1', 'ipCidrRange', '10.0.8.0/21'),
        'subnet-us-east1',
        'ipCidrRange',
        /overlaps 10.0.0.0\/20 of subnet-us-central1/,
      ),
      broken(
        'a subnet in the services range',
        set('services-range', 'address', '10.1.0.0'),
        'services-range',
        'address',
        /overlaps 10.1.0.0\/20/,
      ),
      broken(
        'no range',
        set('subnet-us-east1', 'ipCidrRange', '10.0.0.0/33'),
        'subnet-us-east1',
        'ipCidrRange',
        /no IPv4 range/,
      ),
      broken(
        'not from its first address',
        set('subnet-us-east1', 'ipCidrRange', '10.1.0.1/20'),
        'subnet-us-east1',
        'ipCidrRange',
        /does not begin/,
      ),
      broken(
        'too small',
        set('subnet-us-east1', 'ipCidrRange', '10.1.0.0/30'),
        'subnet-us-east1',
        'ipCidrRange',
        /lengths from/,
      ),
      broken('length', set('services-range', 'prefixLength', 99), 'services-range', 'prefixLength', /is 99/),
    ],
    unknown: [
      broken('computed', set('subnet-us-east1', 'ipCidrRange', id), 'subnet-us-east1', 'ipCidrRange'),
      broken('computed length', address({ purpose: 'VPC_PEERING', prefixLength: id }), 'range', 'prefixLength'),
    ],
  },
  'tandem-gcp-049-database-settings': {
    pass: [
      holds('Enterprise Plus', runPlan),
      holds(
        'Enterprise',
        change(set('db-primary', 'settings.edition', 'ENTERPRISE'), 'db-primary', 'settings.tier', 'db-custom-2-7680'),
      ),
      holds('a version with a minor one', set('db-primary', 'databaseVersion', 'MYSQL_8_0_36')),
      holds('35 days', set('db-primary', 'settings.backupConfiguration.transactionLogRetentionDays', 35)),
    ],
    fail: [
      broken(
        'no such version',
        set('db-primary', 'databaseVersion', 'POSTGRES_99'),
        'db-primary',
        'databaseVersion',
        /is POSTGRES_99/,
      ),
      broken(
        'a tier of the other edition',
        set('db-primary', 'settings.tier', 'db-custom-2-7680'),
        'db-primary',
        'settings.tier',
        /edition ENTERPRISE_PLUS does not offer/,
      ),
      broken(
        'an edition without this tier',
        set('db-primary', 'settings.edition', 'ENTERPRISE'),
        'db-primary',
        'settings.tier',
      ),
      broken('no such edition', set('db-primary', 'settings.edition', 'PLUS'), 'db-primary', 'settings.edition'),
      broken(
        'more days than the edition keeps',
        set('db-primary', 'settings.backupConfiguration.transactionLogRetentionDays', 36),
        'db-primary',
        'settings.backupConfiguration.transactionLogRetentionDays',
      ),
      broken(
        'no such day',
        set('db-primary', 'settings.maintenanceWindow', { day: 8, hour: 3 }),
        'db-primary',
        'settings.maintenanceWindow.day',
      ),
    ],
    unknown: [
      broken('computed version', set('db-primary', 'databaseVersion', id), 'db-primary', 'databaseVersion'),
      broken('computed tier', set('db-primary', 'settings.tier', id), 'db-primary', 'settings.tier'),
    ],
  },
  'tandem-gcp-050-bucket-placement': {
    pass: [
      holds('predefined pair', runPlan),
      holds('configured pair', placed('US', ['US-CENTRAL1', 'US-EAST4'])),
      holds('a region that is newer than the tables', placed('US', ['US-CENTRAL1', 'US-NORTH9'])),
      holds('one region without turbo', change(set('data', 'location', 'us-east1'), 'data', 'rpo', undefined)),
    ],
    fail: [
      broken('one location', placed('US', ['US-CENTRAL1']), 'data', LIST, /allowed are two different regions/),
      broken('twice the same', placed('US', ['US-CENTRAL1', 'us-central1']), 'data', LIST),
      broken(
        'a predefined pair written out',
        placed('US', ['US-CENTRAL1', 'US-EAST1']),
        'data',
        LIST,
        /only as the predefined dual-region NAM4/,
      ),
      broken(
        'regions of two continents',
        placed('US', ['US-CENTRAL1', 'EUROPE-WEST1']),
        'data',
        LIST,
        /make no dual-region/,
      ),
      broken(
        'under another location',
        placed('EU', ['US-CENTRAL1', 'US-EAST4']),
        'data',
        'location',
        /are a pair of US/,
      ),
      broken('no such rpo', set('data', 'rpo', 'FAST'), 'data', 'rpo', /is FAST/),
      broken('turbo in one region', set('data', 'location', 'us-east1'), 'data', 'rpo', /with two regions only/),
    ],
    unknown: [broken('computed', placed('US', id), 'data', LIST)],
  },
  'tandem-gcp-051-armor-rules': {
    pass: [
      holds('a limit and a last rule', runPlan),
      holds(
        'a ban',
        change(
          set('armor', 'rules.0.action', 'rate_based_ban'),
          'armor',
          'rules.0.rateLimitOptions.banDurationSec',
          600,
        ),
      ),
      holds('a refusal', set('armor', 'rules.1.action', 'deny(403)')),
    ],
    fail: [
      broken(
        'no such action',
        set('armor', 'rules.1.action', 'nope'),
        'armor',
        'rules[1].action',
        /"nope", which is no action/,
      ),
      broken('no such answer', set('armor', 'rules.1.action', 'deny(500)'), 'armor', 'rules[1].action'),
      broken(
        'no limit',
        set('armor', 'rules.0.rateLimitOptions', undefined),
        'armor',
        'rules[0].rateLimitOptions',
        /is not set/,
      ),
      broken(
        'no such interval',
        set('armor', 'rules.0.rateLimitOptions.rateLimitThreshold.intervalSec', 45),
        'armor',
        'rules[0].rateLimitOptions.rateLimitThreshold.intervalSec',
      ),
      broken(
        'count 0',
        set('armor', 'rules.0.rateLimitOptions.rateLimitThreshold.count', 0),
        'armor',
        'rules[0].rateLimitOptions.rateLimitThreshold.count',
      ),
      broken('priority', set('armor', 'rules.0.priority', -1), 'armor', 'rules[0].priority'),
      broken(
        'a ban without a length',
        set('armor', 'rules.0.action', 'rate_based_ban'),
        'armor',
        'rules[0].rateLimitOptions.banDurationSec',
      ),
    ],
    unknown: [
      broken('computed rules', set('armor', 'rules', id), 'armor', 'rules'),
      broken('computed action', set('armor', 'rules.1.action', id), 'armor', 'rules[1].action'),
    ],
  },
  'tandem-gcp-052-container-settings': {
    pass: [
      holds('possible', runPlan),
      holds(
        'a start probe as long as its period',
        set('run-us-east1', 'template.containers.0.startupProbe', { periodSeconds: 5, timeoutSeconds: 5 }),
      ),
    ],
    fail: [
      broken(
        'limit as long as the period',
        setProbe('timeoutSeconds', 5),
        'run-us-east1',
        probe('timeoutSeconds'),
        /is 5 with a period of 5/,
      ),
      broken('no failures', setProbe('failureThreshold', 0), 'run-us-east1', probe('failureThreshold')),
      broken('path without a slash', setProbe('httpGet.path', 'ready'), 'run-us-east1', probe('httpGet.path')),
      broken(
        'port',
        set('run-us-east1', 'template.containers.0.ports.containerPort', 0),
        'run-us-east1',
        'template.containers[0].ports.containerPort',
      ),
      broken(
        'concurrency',
        set('run-us-east1', 'template.maxInstanceRequestConcurrency', 1001),
        'run-us-east1',
        'template.maxInstanceRequestConcurrency',
      ),
    ],
    unknown: [
      broken(
        'computed containers',
        set('run-us-east1', 'template.containers', id),
        'run-us-east1',
        'template.containers',
      ),
      broken('computed period', setProbe('periodSeconds', id), 'run-us-east1', probe('periodSeconds')),
    ],
  },
};
