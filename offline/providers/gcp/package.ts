import type { Situation } from '../kit/situation.ts';
import { byType, type Package } from '../kit/package.ts';
import { digits, hex, uuid } from '../kit/random.ts';
import { hasUnknown, objectOf, textOf, UNKNOWN, type Value, type Values } from '../kit/values.ts';
import { readShapes, type ResourceShape } from '../shapes/shape.ts';
import { descriptions } from './descriptions.ts';
import { functions } from './functions.ts';

const FORWARDING_RULE = 'gcp:compute/globalForwardingRule:GlobalForwardingRule';

/** The stand-in for Google Cloud's provider. */
export function gcp(): Package {
  return {
    name: 'gcp',
    shapes: readShapes('gcp'),
    descriptions: byType(descriptions),
    functions,
    environment: {
      project: ['GOOGLE_PROJECT', 'GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'CLOUDSDK_CORE_PROJECT'],
      region: ['GOOGLE_REGION', 'GCLOUD_REGION', 'CLOUDSDK_COMPUTE_REGION'],
      zone: ['GOOGLE_ZONE', 'GCLOUD_ZONE', 'CLOUDSDK_COMPUTE_ZONE'],
    },
    placement: ['project'],
    requiredSettings: [],
    computed: ['region', 'zone', 'deletionPolicy'],
    planned,
    outputs,
    remove: ({ deletionPolicy }) =>
      deletionPolicy === 'PREVENT'
        ? [{ path: 'deletionPolicy', reason: 'is PREVENT: set it to DELETE and update first' }]
        : [],
    scopeOf: () => '',
    regionOf: (state) =>
      textOf(state['region']) ?? textOf(state['location']) ?? textOf(state['zone'])?.replace(/-[a-z]$/, ''),
  };
}

function planned({ type, inputs, old, settings }: Situation, shape: ResourceShape): Values {
  const values: Values = {};
  if ('deletionPolicy' in shape.inputs) {
    values['deletionPolicy'] =
      inputs['deletionPolicy'] ?? old?.['deletionPolicy'] ?? settings['deletionPolicy'] ?? 'DELETE';
  }
  if ('effectiveLabels' in shape.outputs) {
    const labels = effectiveLabels(type, inputs, settings);
    values['effectiveLabels'] = labels;
    if ('pulumiLabels' in shape.outputs) values['pulumiLabels'] = labels;
  }
  return values;
}

function effectiveLabels(type: string, inputs: Values, settings: Values): Value {
  const own = inputs['labels'] ?? inputs['userLabels'];
  if (hasUnknown(own)) return UNKNOWN;
  const isAttributed = settings['addPulumiAttributionLabel'] !== false && type !== FORWARDING_RULE;
  const attribution: Values = isAttributed ? { 'goog-pulumi-provisioned': 'true' } : {};
  return { ...objectOf(settings['defaultLabels']), ...objectOf(own), ...attribution };
}

/** Properties that many types have and that mean the same in each. */
function outputs(situation: Situation, shape: ResourceShape, id: string): Values {
  const now = new Date().toISOString();
  const shared: Values = {
    createTime: now,
    creationTimestamp: now,
    updateTime: now,
    timeCreated: now,
    updated: now,
    etag: hex(12),
    fingerprint: hex(12),
    labelFingerprint: hex(12),
    uid: uuid(),
    state: 'ACTIVE',
    generatedId: Number(digits(15)),
    numericId: digits(19),
  };
  const values = Object.fromEntries(Object.entries(shared).filter(([name]) => name in shape.outputs));
  for (const setting of ['region', 'zone']) {
    const value = situation.settings[setting];
    if (setting in shape.inputs && value !== undefined) values[setting] = value;
  }
  if ('selfLink' in shape.outputs) values['selfLink'] = `https://www.googleapis.com/compute/v1/${id}`;
  return values;
}
