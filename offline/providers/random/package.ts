import { byType, type Package } from '../kit/package.ts';
import { readShapes } from '../shapes/shape.ts';
import { descriptions } from './descriptions.ts';

/** The stand-in for the random provider. */
export function random(): Package {
  return {
    name: 'random',
    shapes: readShapes('random'),
    descriptions: byType(descriptions),
    functions: new Map(),
    environment: {},
    placement: [],
    requiredSettings: [],
    computed: [],
    planned: () => ({}),
    outputs: () => ({}),
    remove: () => [],
    regionOf: () => undefined,
    scopeOf: () => '',
  };
}
