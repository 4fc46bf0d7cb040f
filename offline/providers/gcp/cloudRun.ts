import type { Description } from '../kit/description.ts';
import { conflicts, matches, oneOf, range, within, type Rule } from '../kit/rules.ts';
import { alphanumeric, digits, hashOf } from '../kit/random.ts';
import { numberOf, objectOf, textOf } from '../kit/values.ts';
import { bindingId, isIamMember, locatedResource, protectedBy, projectOf } from './common.ts';
import { NETWORK, RUN_SERVICE, SUBNETWORK } from './types.ts';

const PROBES = ['livenessProbe', 'startupProbe', 'readinessProbe'].map((probe) => `template.containers[].${probe}`);

const minimumBelowMaximum: Rule = (inputs) =>
  ['scaling', 'template.scaling'].flatMap((path) => {
    const scaling =
      path === 'scaling' ? objectOf(inputs['scaling']) : objectOf(objectOf(inputs['template'])['scaling']);
    const [least, most] = [numberOf(scaling['minInstanceCount']), numberOf(scaling['maxInstanceCount'])];
    if (least === undefined || most === undefined || most === 0 || least <= most) return [];
    return [{ path: `${path}.minInstanceCount`, reason: `expected at most maxInstanceCount (${most}), got ${least}` }];
  });

const service: Description = {
  type: RUN_SERVICE,
  ...locatedResource('services'),
  autoname: { property: 'name', maximum: 50, lowerCase: true },
  defaults: {
    deletionProtection: true,
    ...Object.fromEntries(
      PROBES.flatMap((probe) => [
        [`${probe}.failureThreshold`, 3],
        [`${probe}.periodSeconds`, 10],
        [`${probe}.timeoutSeconds`, 1],
      ]),
    ),
  },
  check: [
    oneOf('ingress', [
      'INGRESS_TRAFFIC_ALL',
      'INGRESS_TRAFFIC_INTERNAL_ONLY',
      'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    ]),
    oneOf('launchStage', ['UNIMPLEMENTED', 'PRELAUNCH', 'EARLY_ACCESS', 'ALPHA', 'BETA', 'GA', 'DEPRECATED']),
    matches('template.timeout', /^[0-9]+(\.[0-9]{1,9})?s$/, 'a duration in seconds such as `30s`'),
    oneOf('template.executionEnvironment', ['EXECUTION_ENVIRONMENT_GEN1', 'EXECUTION_ENVIRONMENT_GEN2']),
    within('template.vpcAccess', conflicts('connector', 'networkInterfaces')),
    oneOf('template.vpcAccess.egress', ['ALL_TRAFFIC', 'PRIVATE_RANGES_ONLY']),
    oneOf('traffics[].type', ['TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION']),
    oneOf('template.volumes[].emptyDir.medium', ['MEMORY', 'DISK']),
    oneOf('scaling.scalingMode', ['AUTOMATIC', 'MANUAL']),
  ],
  apply: [
    matches('name', /^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/, 'a name of lower-case letters, digits and hyphens, up to 49'),
    minimumBelowMaximum,
    range('template.maxInstanceRequestConcurrency', 1, 1000),
    ...PROBES.map((probe) =>
      within(probe, ({ timeoutSeconds, periodSeconds }) =>
        (numberOf(timeoutSeconds) ?? 1) <= (numberOf(periodSeconds) ?? 10)
          ? []
          : [
              {
                path: 'timeoutSeconds',
                reason: `expected at most periodSeconds (${String(periodSeconds)}), got ${String(timeoutSeconds)}`,
              },
            ],
      ),
    ),
  ],
  remove: [protectedBy('deletionProtection')],
  computed: [
    'ingress',
    'launchStage',
    'scaling',
    'traffics',
    'multiRegionSettings.multiRegionId',
    'template.maxInstanceRequestConcurrency',
    'template.scaling',
    'template.serviceAccount',
    'template.timeout',
    'template.containers[].name',
    'template.containers[].ports',
    'template.containers[].resources',
    'template.containers[].startupProbe',
    'template.containers[].resources.limits',
    'template.vpcAccess.egress',
    'template.vpcAccess.networkInterfaces[].network',
    'template.vpcAccess.networkInterfaces[].subnetwork',
    'template.containers[].readinessProbe.successThreshold',
    ...PROBES.map((probe) => `${probe}.httpGet.port`),
  ],
  replaces: ['name', 'location', 'tags'],
  references: {
    'template.vpcAccess.networkInterfaces[].network': [NETWORK],
    'template.vpcAccess.networkInterfaces[].subnetwork': [SUBNETWORK],
  },
  holds: ['template.vpcAccess.networkInterfaces[].subnetwork'],
  outputs: (situation, id) => {
    const name = textOf(situation.inputs['name']) ?? '';
    const location = textOf(situation.inputs['location']) ?? '';
    const uri = `https://${name}-${hashOf(projectOf(situation), 10)}-${hashOf(location, 2)}.a.run.app`;
    const revision = `${id}/revisions/${name}-00001-${alphanumeric(3)}`;
    return {
      uri,
      urls: [uri, `https://${name}-${digits(12)}.${location}.run.app`],
      ingress: 'INGRESS_TRAFFIC_ALL',
      launchStage: 'GA',
      latestReadyRevision: revision,
      latestCreatedRevision: revision,
      generation: '1',
      observedGeneration: '1',
      terminalConditions: [{ type: 'Ready', state: 'CONDITION_SUCCEEDED' }],
      trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    };
  },
  recomputed: () => ['latestReadyRevision', 'latestCreatedRevision', 'etag'],
};

const serviceIamMember: Description = {
  type: 'gcp:cloudrunv2/serviceIamMember:ServiceIamMember',
  idempotent: true,
  autoname: { property: 'name', maximum: 255 },
  check: [isIamMember('member')],
  computed: ['location'],
  replaces: ['*'],
  references: { name: [RUN_SERVICE] },
  id: (situation) => {
    const { inputs } = situation;
    return bindingId(
      `projects/${projectOf(situation)}/locations/${textOf(inputs['location'])}/services/${textOf(inputs['name'])?.split('/').at(-1)}`,
      situation,
    );
  },
};

/** Cloud Run services and who may call them. */
export const cloudRun = [service, serviceIamMember];
