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
};
