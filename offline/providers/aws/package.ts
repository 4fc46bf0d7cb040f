import type { Situation } from '../kit/situation.ts';
import { byType, type Package } from '../kit/package.ts';
import { hasUnknown, objectOf, textOf, UNKNOWN, type Values } from '../kit/values.ts';
import { readShapes, type ResourceShape } from '../shapes/shape.ts';
import { ACCOUNT } from './common.ts';
import { descriptions } from './descriptions.ts';
import { functions } from './functions.ts';

/** The stand-in for the provider of AWS. */
export function aws(): Package {
  return {
    name: 'aws',
    shapes: readShapes('aws'),
    descriptions: byType(descriptions),
    functions,
    environment: { region: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
    placement: ['region'],
    requiredSettings: ['region'],
    computed: [],
    planned,
    outputs: (_situation, shape): Values => ('ownerId' in shape.outputs ? { ownerId: ACCOUNT } : {}),
    remove: () => [],
    regionOf: (state) => textOf(state['region']),
    scopeOf: (state) => textOf(state['region']) ?? '',
  };
}

function planned({ inputs, settings }: Situation, shape: ResourceShape): Values {
  if (!('tagsAll' in shape.outputs)) return {};
  const defaults = objectOf(objectOf(settings['defaultTags'])['tags']);
  return { tagsAll: hasUnknown(inputs['tags']) ? UNKNOWN : { ...defaults, ...objectOf(inputs['tags']) } };
}
