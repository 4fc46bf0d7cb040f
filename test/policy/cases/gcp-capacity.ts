import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const FIREWALL = 'gcp:compute/firewall:Firewall';
const declared = (peakRps: number): Draft =>
  draft('tandem:index:GcpTwoRegion', 'acme', { declared: { peakRps, instanceRps: 50, objectives: {} } });
const groupOf = (zone: string): string => `group-${zone}`;
const zones = ['us-central1-a', 'us-central1-b', 'us-central1-c', 'us-east1-a', 'us-east1-b'];
const twoZones = relink(
  change(
    instancesPlan,
    'vms',
    'backends',
    zones.map(() => ({ group: id, balancingMode: 'RATE', maxRatePerInstance: 50 })),
  ),
  'vms',
  'backends',
  zones.map(groupOf),
);

export const capacityCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-015-either-region-carries-all': {
    pass: [
      holds('equal regions', runPlan),
      holds('zonal groups added up', instancesPlan),
      holds('regional groups', regionalPlan),
      holds('unequal, but each above the declared peak', [
        ...change(runPlan, 'run-us-east1', 'scaling.maxInstanceCount', 30),
        declared(1500),
      ]),
      holds('half of the minimum', change(runPlan, 'run-us-east1', 'scaling.minInstanceCount', 2)),
    ],
    fail: [
      broken(
        'a smaller maximum',
        change(runPlan, 'run-us-east1', 'scaling.maxInstanceCount', 20),
        'run-us-east1',
        'scaling.maxInstanceCount',
        /us-east1 grow to 20 instances; allowed is 40 or more/,
      ),
      broken(
        'below the declared peak',
        [...runPlan, declared(2001)],
        'run-us-central1',
        'scaling.maxInstanceCount',
        /41 or more, for the declared peak of 2001/,
      ),
      broken(
        'a small standing part',
        change(runPlan, 'run-us-east1', 'scaling.minInstanceCount', 1),
        'run-us-east1',
        'scaling.minInstanceCount',
      ),
      broken(
        'one zone of a region small',
        change(instancesPlan, 'scale-us-east1-a', 'autoscalingPolicy.maxReplicas', 2),
        'scale-us-east1-a',
        'autoscalingPolicy.maxReplicas',
      ),
      broken(
        'regional group small',
        change(regionalPlan, 'scale-us-east1', 'autoscalingPolicy.maxReplicas', 10),
        'scale-us-east1',
        'autoscalingPolicy.maxReplicas',
      ),
    ],
    unknown: [
      broken(
        'computed maximum',
        change(runPlan, 'run-us-east1', 'scaling.maxInstanceCount', id),
        'run-us-east1',
        'scaling.maxInstanceCount',
      ),
      broken(
        'computed minimum',
        change(runPlan, 'run-us-east1', 'scaling.minInstanceCount', id),
        'run-us-east1',
        'scaling.minInstanceCount',
      ),
    ],
  },
  'tandem-gcp-016-groups-survive-a-zone': {
    pass: [
      holds('three zones of each region', instancesPlan),
      holds('regional groups', regionalPlan),
      holds('zones left to the API', change(regionalPlan, 'group-us-east1', 'distributionPolicyZones', undefined)),
      holds('no surge', change(regionalPlan, 'group-us-east1', 'updatePolicy.maxSurgeFixed', 0)),
      holds(
        'a fixed size of one for each zone',
        change(without(regionalPlan, 'scale-us-east1'), 'group-us-east1', 'targetSize', 3),
      ),
    ],
    fail: [
      broken(
        'two zones',
        change(regionalPlan, 'group-us-east1', 'distributionPolicyZones', ['a', 'b']),
        'group-us-east1',
        'distributionPolicyZones',
        /names 2/,
      ),
      broken(
        'small minimum',
        change(regionalPlan, 'scale-us-east1', 'autoscalingPolicy.minReplicas', 2),
        'scale-us-east1',
        'autoscalingPolicy.minReplicas',
        /is 2 for 3 zones/,
      ),
      broken(
        'surge of one',
        change(regionalPlan, 'group-us-east1', 'updatePolicy.maxSurgeFixed', 1),
        'group-us-east1',
        'updatePolicy.maxSurgeFixed',
      ),
      broken(
        'unavailable one',
        change(regionalPlan, 'group-us-east1', 'updatePolicy.maxUnavailableFixed', 1),
        'group-us-east1',
        'updatePolicy.maxUnavailableFixed',
      ),
      broken(
        'fixed size of two',
        change(without(regionalPlan, 'scale-us-east1'), 'group-us-east1', 'targetSize', 2),
        'group-us-east1',
        'targetSize',
      ),
      broken('zonal groups in two zones', twoZones, 'vms', 'backends', /2 zones of us-east1/),
    ],
    unknown: [
      broken(
        'computed zones',
        change(regionalPlan, 'group-us-east1', 'distributionPolicyZones', id),
        'group-us-east1',
        'distributionPolicyZones',
      ),
      broken(
        'computed surge',
        change(regionalPlan, 'group-us-east1', 'updatePolicy', id),
        'group-us-east1',
        'updatePolicy.maxSurgeFixed',
      ),
      broken(
        'computed minimum',
        change(regionalPlan, 'scale-us-east1', 'autoscalingPolicy', id),
        'scale-us-east1',
        'autoscalingPolicy.minReplicas',
      ),
    ],
  },
  'tandem-gcp-017-groups-heal': {
    pass: [
      holds('healing and an autoscaler', instancesPlan),
      holds(
        'a size that no apply touches',
        change(instancesPlan, 'group-us-east1-a', 'targetSize', 2).map((one) =>
          one.name === 'group-us-east1-a' ? { ...one, ignoreChanges: ['targetSize'] } : one,
        ),
      ),
      holds('a group for batch work, behind no backend service', [
        ...instancesPlan,
        draft('gcp:compute/instanceGroupManager:InstanceGroupManager', 'batch', { zone: 'us-east1-b', targetSize: 1 }),
      ]),
      holds(
        'a fixed size without an autoscaler',
        change(without(instancesPlan, 'scale-us-east1-a'), 'group-us-east1-a', 'targetSize', 2),
      ),
    ],
    fail: [
      broken(
        'no healing',
        change(instancesPlan, 'group-us-east1-a', 'autoHealingPolicies', undefined),
        'group-us-east1-a',
        'autoHealingPolicies',
      ),
      broken(
        'no healing on a regional group',
        change(regionalPlan, 'group-us-east1', 'autoHealingPolicies', undefined),
        'group-us-east1',
        'autoHealingPolicies',
      ),
      broken(
        'size and autoscaler',
        change(instancesPlan, 'group-us-east1-a', 'targetSize', 2),
        'group-us-east1-a',
        'targetSize',
        /autoscaler scale-us-east1-a/,
      ),
    ],
    unknown: [
      broken(
        'computed',
        change(instancesPlan, 'group-us-east1-a', 'autoHealingPolicies', id),
        'group-us-east1-a',
        'autoHealingPolicies',
      ),
    ],
  },
  'tandem-gcp-019-probes-get-through': {
    pass: [
      holds('both ranges', instancesPlan),
      holds('serverless needs none', runPlan),
      holds('a range of ports', change(instancesPlan, 'allow-probes', 'allows.0.ports', ['8000-9000'])),
      holds('everything allowed', change(instancesPlan, 'allow-probes', 'sourceRanges', ['0.0.0.0/0'])),
      holds(
        'one rule for each range',
        relink(
          [
            ...change(instancesPlan, 'allow-probes', 'sourceRanges', ['35.191.0.0/16']),
            draft(FIREWALL, 'second', { network: id, allows: [{ protocol: 'all' }], sourceRanges: ['130.211.0.0/22'] }),
          ],
          'second',
          'network',
          ['net'],
        ),
      ),
      holds('a firewall policy', [
        ...without(instancesPlan, 'allow-probes'),
        draft('gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule', 'rule', {
          action: 'allow',
          match: { srcIpRanges: ['35.191.0.0/16', '130.211.0.0/22'] },
        }),
      ]),
    ],
    fail: [
      broken(
        'no rule',
        without(instancesPlan, 'allow-probes'),
        'vms',
        'backends',
        /no firewall rule lets health checks in/,
      ),
      broken(
        'another port',
        change(instancesPlan, 'allow-probes', 'allows.0.ports', ['443', '9000-9010']),
        'allow-probes',
        'allows',
        /other ports than 8080/,
      ),
      broken(
        'one range',
        change(instancesPlan, 'allow-probes', 'sourceRanges', ['35.191.0.0/16']),
        'allow-probes',
        'sourceRanges',
        /lacks 130.211.0.0\/22/,
      ),
      broken(
        'part of a range',
        change(instancesPlan, 'allow-probes', 'sourceRanges', ['35.191.0.0/17', '130.211.0.0/22']),
        'allow-probes',
        'sourceRanges',
      ),
      broken(
        'another protocol',
        change(instancesPlan, 'allow-probes', 'allows', [{ protocol: 'udp' }]),
        'vms',
        'backends',
      ),
      broken('switched off', change(instancesPlan, 'allow-probes', 'disabled', true), 'vms', 'backends'),
      broken('outgoing', change(instancesPlan, 'allow-probes', 'direction', 'EGRESS'), 'vms', 'backends'),
      broken(
        'another network',
        relink([...instancesPlan, draft('gcp:compute/network:Network', 'spare', {})], 'allow-probes', 'network', [
          'spare',
        ]),
        'vms',
        'backends',
      ),
      broken('regional groups', without(regionalPlan, 'allow-probes'), 'vms', 'backends'),
    ],
    unknown: [
      broken(
        'computed ranges',
        change(instancesPlan, 'allow-probes', 'sourceRanges', id),
        'allow-probes',
        'sourceRanges',
      ),
      broken(
        'a network of another program',
        relink(without(instancesPlan, 'allow-probes'), 'template', 'networkInterfaces', []),
        'vms',
        'backends',
        /not in this plan/,
      ),
    ],
  },
};
