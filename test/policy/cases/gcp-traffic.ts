import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const BACKEND_SERVICE = 'gcp:compute/backendService:BackendService';
const one = { group: id, balancingMode: 'UTILIZATION', capacityScaler: 1 };
const oneRegion = relink(change(runPlan, 'api', 'backends', [one]), 'api', 'backends', ['neg-us-central1']);
const literal = (group: string) => ({ group: `projects/acme/${group}`, balancingMode: 'RATE', maxRatePerEndpoint: 50 });
const service = (inputs: Record<string, unknown>) => [
  draft(BACKEND_SERVICE, 'other', { loadBalancingScheme: 'EXTERNAL_MANAGED', ...inputs }),
];
const unplaced = [literal('networkEndpointGroups/pods'), literal('networkEndpointGroups/more')];
const pods = [
  literal('zones/us-central1-a/networkEndpointGroups/pods'),
  literal('zones/us-east1-b/networkEndpointGroups/pods'),
];

export const trafficCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-001-two-regions': {
    pass: [
      holds('two serverless regions, with pinned services over one region each', runPlan),
      holds('zonal groups in two regions', instancesPlan),
      holds('regional groups', regionalPlan),
      holds('zonal endpoint groups named by literal links', service({ backends: pods })),
      holds(
        'an origin outside the cloud',
        relink(
          [
            ...service({ backends: [one] }),
            draft('gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup', 'origin', {
              networkEndpointType: 'INTERNET_FQDN_PORT',
            }),
          ],
          'other',
          'backends',
          ['origin'],
        ),
      ),
    ],
    fail: [
      broken('one serverless region', oneRegion, 'api', 'backends', /covers us-central1 only/),
      broken('no backends', change(runPlan, 'api', 'backends', undefined), 'api', 'backends', /is empty/),
      broken(
        'two zones of one region',
        service({ backends: [pods[0], literal('zones/us-central1-b/networkEndpointGroups/p')] }),
        'other',
        'backends',
        /covers us-central1 only/,
      ),
    ],
    unknown: [
      broken('groups that are not in the plan', service({ backends: unplaced }), 'other', 'backends', /2 of 2 groups/),
      broken('a list that is not known', service({ backends: id }), 'other', 'backends'),
    ],
  },
  'tandem-gcp-002-managed-scheme': {
    pass: [
      holds('set on all', runPlan),
      holds('an internal load balancer', service({ loadBalancingScheme: 'INTERNAL_MANAGED' })),
      holds('a private endpoint, whose scheme is empty', change(runPlan, 'https', 'loadBalancingScheme', '')),
    ],
    fail: [
      broken(
        'left out on the service',
        change(runPlan, 'api', 'loadBalancingScheme', undefined),
        'api',
        'loadBalancingScheme',
        /allowed is EXTERNAL_MANAGED/,
      ),
      broken(
        'classic on the forwarding rule',
        change(runPlan, 'https', 'loadBalancingScheme', 'EXTERNAL'),
        'https',
        'loadBalancingScheme',
      ),
    ],
    unknown: [broken('computed', change(runPlan, 'api', 'loadBalancingScheme', id), 'api', 'loadBalancingScheme')],
  },
  'tandem-gcp-003-serverless-without-health-check': {
    pass: [
      holds('serverless without either', runPlan),
      holds('instances with both', change(instancesPlan, 'vms', 'timeoutSec', 10)),
    ],
    fail: [
      broken('health check', change(runPlan, 'api', 'healthChecks', id), 'api', 'healthChecks'),
      broken('timeout', change(runPlan, 'pin-us-east1', 'timeoutSec', 30), 'pin-us-east1', 'timeoutSec'),
    ],
    unknown: [broken('groups of unknown kind', service({ backends: unplaced, timeoutSec: 30 }), 'other', 'timeoutSec')],
  },
  'tandem-gcp-004-health-check-on-instances': {
    pass: [
      holds('zonal groups', instancesPlan),
      holds('serverless', runPlan),
      holds(
        'health check by literal name',
        change(instancesPlan, 'vms', 'healthChecks', 'projects/p/global/healthChecks/h'),
      ),
    ],
    fail: [
      broken('zonal groups', change(instancesPlan, 'vms', 'healthChecks', undefined), 'vms', 'healthChecks'),
      broken('regional groups', change(regionalPlan, 'vms', 'healthChecks', undefined), 'vms', 'healthChecks'),
      broken('endpoint groups of a cluster', service({ backends: pods }), 'other', 'healthChecks'),
    ],
    unknown: [broken('groups of unknown kind', service({ backends: unplaced }), 'other', 'healthChecks')],
  },
  'tandem-gcp-005-one-serverless-group-a-region': {
    pass: [holds('one each', runPlan), holds('no serverless group', instancesPlan)],
    fail: [
      broken(
        'two in one region',
        change(runPlan, 'neg-us-east1', 'region', 'us-central1'),
        'api',
        'backends',
        /more than one serverless group in us-central1/,
      ),
      broken(
        'mixed with an instance group',
        relink([...change(runPlan, 'api', 'backends', [one, one, one]), ...instancesPlan], 'api', 'backends', [
          'neg-us-central1',
          'neg-us-east1',
          'group-us-east1-b',
        ]),
        'api',
        'backends',
        /mixes/,
      ),
    ],
    unknown: [
      broken(
        'a group without a region',
        change(runPlan, 'neg-us-east1', 'region', id),
        'api',
        'backends',
        /not in the plan/,
      ),
    ],
  },
  'tandem-gcp-006-regions-are-probed': {
    pass: [
      holds('probes and running instances', runPlan),
      holds('instances', instancesPlan),
      holds(
        'minimum on the revision',
        change(
          change(runPlan, 'run-us-east1', 'scaling.minInstanceCount', undefined),
          'run-us-east1',
          'template.scaling',
          { minInstanceCount: 2 },
        ),
      ),
      holds(
        'a product without probes, watched by outlier detection',
        relink(
          change(without(runPlan, 'run-us-east1'), 'neg-us-east1', 'cloudRun', undefined),
          'neg-us-east1',
          'cloudRun',
          [],
        ),
      ),
    ],
    fail: [
      broken(
        'no probe in one region',
        change(runPlan, 'run-us-east1', 'template.containers.0.readinessProbe', undefined),
        'run-us-east1',
        'template.containers[0].readinessProbe',
        /is not set/,
      ),
      broken(
        'a probe that asks nothing',
        change(runPlan, 'run-us-east1', 'template.containers.0.readinessProbe', { periodSeconds: 5 }),
        'run-us-east1',
        'template.containers[0].readinessProbe',
        /neither httpGet nor grpc/,
      ),
      broken(
        'minimum 0',
        change(runPlan, 'run-us-central1', 'scaling.minInstanceCount', 0),
        'run-us-central1',
        'scaling.minInstanceCount',
        /is 0/,
      ),
      broken(
        'no minimum',
        change(runPlan, 'run-us-central1', 'scaling', undefined),
        'run-us-central1',
        'scaling.minInstanceCount',
      ),
    ],
    unknown: [
      broken(
        'computed minimum',
        change(runPlan, 'run-us-east1', 'scaling.minInstanceCount', id),
        'run-us-east1',
        'scaling.minInstanceCount',
      ),
      broken(
        'computed template',
        change(runPlan, 'run-us-east1', 'template', id),
        'run-us-east1',
        'template.containers',
      ),
      broken(
        'a service of another program, with no outlier detection',
        relink(
          change(
            change(without(runPlan, 'run-us-east1'), 'neg-us-east1', 'cloudRun.service', 'theirs'),
            'api',
            'outlierDetection',
            undefined,
          ),
          'neg-us-east1',
          'cloudRun',
          [],
        ),
        'api',
        'backends',
        /not in the plan/,
      ),
    ],
  },
  'tandem-gcp-007-plain-endpoint-groups': {
    pass: [
      holds('service alone', runPlan),
      holds(
        'a tag on a group that only a pinned service uses',
        relink(
          [
            ...runPlan,
            draft('gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup', 'canary', {
              region: 'us-east1',
              cloudRun: { service: 'x', tag: 'canary' },
            }),
          ],
          'pin-us-east1',
          'backends',
          ['canary'],
        ),
      ),
    ],
    fail: [
      broken(
        'mask',
        change(runPlan, 'neg-us-east1', 'cloudRun.urlMask', '<service>.acme.test'),
        'neg-us-east1',
        'cloudRun.urlMask',
      ),
      broken('tag', change(runPlan, 'neg-us-central1', 'cloudRun.tag', 'green'), 'neg-us-central1', 'cloudRun.tag'),
    ],
    unknown: [broken('computed block', change(runPlan, 'neg-us-east1', 'cloudRun', id), 'neg-us-east1', 'cloudRun')],
  },
  'tandem-gcp-008-errors-eject-a-region': {
    pass: [
      holds('strong', runPlan),
      holds('instances need none', instancesPlan),
      holds('longer ejection', change(runPlan, 'api', 'outlierDetection.baseEjectionTime.seconds', 300)),
      holds('fewer errors', change(runPlan, 'api', 'outlierDetection.consecutiveErrors', 3)),
      holds(
        'an identity-aware proxy forbids it',
        change(change(runPlan, 'api', 'outlierDetection', undefined), 'api', 'iap', { enabled: true }),
      ),
    ],
    fail: [
      broken('absent', change(runPlan, 'api', 'outlierDetection', undefined), 'api', 'outlierDetection'),
      broken(
        'gateway failures not enforced',
        change(runPlan, 'api', 'outlierDetection.enforcingConsecutiveGatewayFailure', undefined),
        'api',
        'outlierDetection.enforcingConsecutiveGatewayFailure',
        /defaults to 0/,
      ),
      broken(
        'errors not enforced',
        change(runPlan, 'api', 'outlierDetection.enforcingConsecutiveErrors', 0),
        'api',
        'outlierDetection.enforcingConsecutiveErrors',
      ),
      broken(
        'share below one of two',
        change(runPlan, 'api', 'outlierDetection.maxEjectionPercent', 49),
        'api',
        'outlierDetection.maxEjectionPercent',
        /is 49; allowed is 50 to 100/,
      ),
      broken(
        'short ejection',
        change(runPlan, 'api', 'outlierDetection.baseEjectionTime.seconds', 30),
        'api',
        'outlierDetection.baseEjectionTime.seconds',
      ),
      broken(
        'many errors first',
        change(runPlan, 'api', 'outlierDetection.consecutiveErrors', 1000),
        'api',
        'outlierDetection.consecutiveErrors',
      ),
      broken(
        'slow interval',
        change(runPlan, 'api', 'outlierDetection.interval.seconds', 60),
        'api',
        'outlierDetection.interval.seconds',
      ),
      broken(
        'success rate',
        change(runPlan, 'api', 'outlierDetection.successRateMinimumHosts', 5),
        'api',
        'outlierDetection.successRateMinimumHosts',
      ),
    ],
    unknown: [
      broken('computed block', change(runPlan, 'api', 'outlierDetection', id), 'api', 'outlierDetection'),
      broken(
        'computed number',
        change(runPlan, 'api', 'outlierDetection.maxEjectionPercent', id),
        'api',
        'outlierDetection.maxEjectionPercent',
      ),
    ],
  },
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
