import { change, draft, relink, UNKNOWN_VALUE as id } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const BACKEND_SERVICE = 'gcp:compute/backendService:BackendService';
const one = { group: id, balancingMode: 'UTILIZATION', capacityScaler: 1 };
const literal = (group: string) => ({ group: `projects/acme/${group}`, balancingMode: 'RATE', maxRatePerEndpoint: 50 });
const service = (inputs: Record<string, unknown>) => [
  draft(BACKEND_SERVICE, 'other', { loadBalancingScheme: 'EXTERNAL_MANAGED', ...inputs }),
];
const unplaced = [literal('networkEndpointGroups/pods'), literal('networkEndpointGroups/more')];
const pods = [
  literal('zones/us-central1-a/networkEndpointGroups/pods'),
  literal('zones/us-east1-b/networkEndpointGroups/pods'),
];

export const balancingCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-009-zonal-policies-only': {
    pass: [
      holds('policy on zonal groups', instancesPlan),
      holds('preference on zonal groups', change(instancesPlan, 'vms', 'backends.0.preference', 'PREFERRED')),
      holds('policy on endpoint groups of a cluster', service({ backends: pods, serviceLbPolicy: id })),
      holds('no policy', runPlan),
    ],
    fail: [
      broken('policy on serverless', change(runPlan, 'api', 'serviceLbPolicy', id), 'api', 'serviceLbPolicy'),
      broken('policy on regional groups', change(regionalPlan, 'vms', 'serviceLbPolicy', id), 'vms', 'serviceLbPolicy'),
      broken(
        'preference on serverless',
        change(runPlan, 'api', 'backends.1.preference', 'PREFERRED'),
        'api',
        'backends[1].preference',
      ),
    ],
    unknown: [
      broken(
        'groups of unknown kind',
        service({ backends: unplaced, serviceLbPolicy: id }),
        'other',
        'serviceLbPolicy',
      ),
    ],
  },
  'tandem-gcp-010-no-strict-isolation': {
    pass: [
      holds('no isolation', instancesPlan),
      holds('nearest', change(instancesPlan, 'lb-policy', 'isolationConfig', { isolationMode: 'NEAREST' })),
    ],
    fail: [
      broken(
        'strict',
        change(instancesPlan, 'lb-policy', 'isolationConfig', { isolationMode: 'STRICT' }),
        'lb-policy',
        'isolationConfig.isolationMode',
      ),
    ],
    unknown: [
      broken(
        'computed',
        change(instancesPlan, 'lb-policy', 'isolationConfig', id),
        'lb-policy',
        'isolationConfig.isolationMode',
      ),
    ],
  },
  'tandem-gcp-011-failover-threshold': {
    pass: [
      holds('70 and drain', instancesPlan),
      holds('default threshold', change(instancesPlan, 'lb-policy', 'failoverConfig', undefined)),
      holds('lowest', change(instancesPlan, 'lb-policy', 'failoverConfig.failoverHealthThreshold', 50)),
      holds('highest', change(instancesPlan, 'lb-policy', 'failoverConfig.failoverHealthThreshold', 90)),
    ],
    fail: [
      broken(
        'low',
        change(instancesPlan, 'lb-policy', 'failoverConfig.failoverHealthThreshold', 49),
        'lb-policy',
        'failoverConfig.failoverHealthThreshold',
        /is 49; allowed is 50 to 90/,
      ),
      broken(
        'high',
        change(instancesPlan, 'lb-policy', 'failoverConfig.failoverHealthThreshold', 91),
        'lb-policy',
        'failoverConfig.failoverHealthThreshold',
      ),
      broken(
        'drain off',
        change(instancesPlan, 'lb-policy', 'autoCapacityDrain.enable', false),
        'lb-policy',
        'autoCapacityDrain.enable',
      ),
      broken(
        'no drain',
        change(instancesPlan, 'lb-policy', 'autoCapacityDrain', undefined),
        'lb-policy',
        'autoCapacityDrain.enable',
      ),
    ],
    unknown: [
      broken(
        'computed',
        change(instancesPlan, 'lb-policy', 'failoverConfig', id),
        'lb-policy',
        'failoverConfig.failoverHealthThreshold',
      ),
    ],
  },
  'tandem-gcp-012-no-drained-backend': {
    pass: [
      holds('full', runPlan),
      holds('left out', change(instancesPlan, 'vms', 'backends.0.capacityScaler', undefined)),
      holds('reduced', change(instancesPlan, 'vms', 'backends.0.capacityScaler', 0.1)),
    ],
    fail: [
      broken(
        'drained',
        change(instancesPlan, 'vms', 'backends.3.capacityScaler', 0),
        'vms',
        'backends[3].capacityScaler',
        /is drained/,
      ),
      broken(
        'too small',
        change(instancesPlan, 'vms', 'backends.3.capacityScaler', 0.05),
        'vms',
        'backends[3].capacityScaler',
      ),
      broken(
        'too large',
        change(runPlan, 'api', 'backends.0.capacityScaler', 2),
        'api',
        'backends[0].capacityScaler',
        /is 2/,
      ),
    ],
    unknown: [
      broken(
        'computed',
        change(instancesPlan, 'vms', 'backends.0.capacityScaler', id),
        'vms',
        'backends[0].capacityScaler',
      ),
      broken('computed list', change(instancesPlan, 'vms', 'backends', id), 'vms', 'backends'),
    ],
  },
  'tandem-gcp-013-fast-detection': {
    pass: [
      holds('15 s, and a slow check for healing', instancesPlan),
      holds('readiness probes', runPlan),
      holds(
        'exactly the budget',
        change(change(instancesPlan, 'lb-check', 'unhealthyThreshold', 3), 'lb-check', 'timeoutSec', 5),
      ),
      holds(
        'defaults',
        change(
          change(instancesPlan, 'lb-check', 'checkIntervalSec', undefined),
          'lb-check',
          'unhealthyThreshold',
          undefined,
        ),
      ),
    ],
    fail: [
      broken(
        'slow',
        change(instancesPlan, 'lb-check', 'checkIntervalSec', 10),
        'lb-check',
        'checkIntervalSec',
        /2 x 10 \+ 5 = 25 s; allowed are 20 s/,
      ),
      broken('patient', change(instancesPlan, 'lb-check', 'unhealthyThreshold', 10), 'lb-check', 'unhealthyThreshold'),
    ],
    unknown: [
      broken('computed', change(instancesPlan, 'lb-check', 'checkIntervalSec', id), 'lb-check', 'checkIntervalSec'),
      broken(
        'a check of another program',
        relink(
          change(instancesPlan, 'vms', 'healthChecks', 'projects/p/global/healthChecks/theirs'),
          'vms',
          'healthChecks',
          [],
        ),
        'vms',
        'healthChecks',
      ),
    ],
  },
  'tandem-gcp-014-no-source-regions': {
    pass: [
      holds('none', instancesPlan),
      holds('on a check for DNS', [
        ...instancesPlan,
        draft('gcp:compute/healthCheck:HealthCheck', 'dns-check', {
          sourceRegions: ['a', 'b', 'c'],
          checkIntervalSec: 30,
        }),
      ]),
    ],
    fail: [
      broken(
        'on the check of a backend service',
        change(instancesPlan, 'lb-check', 'sourceRegions', ['a', 'b', 'c']),
        'lb-check',
        'sourceRegions',
        /vms uses this check/,
      ),
      broken(
        'on the check of instance groups',
        change(instancesPlan, 'heal-check', 'sourceRegions', ['a', 'b', 'c']),
        'heal-check',
        'sourceRegions',
      ),
    ],
    unknown: [broken('computed', change(instancesPlan, 'lb-check', 'sourceRegions', id), 'lb-check', 'sourceRegions')],
  },
  'tandem-gcp-018-capacity-is-stated': {
    pass: [
      holds('rate on zonal groups', instancesPlan),
      holds('rate on regional groups', regionalPlan),
      holds('rate on endpoint groups', service({ backends: pods })),
      holds('utilisation on instances', change(instancesPlan, 'vms', 'backends.0', one)),
      holds('the default on serverless', runPlan),
    ],
    fail: [
      broken(
        'no rate',
        change(instancesPlan, 'vms', 'backends.2.maxRatePerInstance', undefined),
        'vms',
        'backends[2].maxRatePerInstance',
      ),
      broken(
        'rate of the whole group on a regional one',
        change(regionalPlan, 'vms', 'backends.0.maxRate', 100),
        'vms',
        'backends[0].maxRate',
      ),
      broken(
        'endpoints by utilisation',
        change(service({ backends: pods }), 'other', 'backends.0.balancingMode', 'UTILIZATION'),
        'other',
        'backends[0].balancingMode',
      ),
      broken(
        'endpoints by default',
        change(service({ backends: pods }), 'other', 'backends.0.balancingMode', undefined),
        'other',
        'backends[0].balancingMode',
        /defaults to UTILIZATION/,
      ),
      broken(
        'endpoints with a utilisation',
        change(service({ backends: pods }), 'other', 'backends.0.maxUtilization', 0.8),
        'other',
        'backends[0].maxUtilization',
      ),
      broken(
        'rate 0',
        change(instancesPlan, 'vms', 'backends.0.maxRatePerInstance', 0),
        'vms',
        'backends[0].maxRatePerInstance',
        /is 0/,
      ),
    ],
    unknown: [
      broken(
        'computed mode',
        change(instancesPlan, 'vms', 'backends.0.balancingMode', id),
        'vms',
        'backends[0].balancingMode',
      ),
      broken(
        'computed rate',
        change(instancesPlan, 'vms', 'backends.0.maxRatePerInstance', id),
        'vms',
        'backends[0].maxRatePerInstance',
      ),
    ],
  },
};
