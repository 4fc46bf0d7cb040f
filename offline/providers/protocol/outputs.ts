import type { Description } from '../kit/description.ts';
import type { Situation } from '../kit/situation.ts';
import type { Package } from '../kit/package.ts';
import { isSet, isValues, UNKNOWN, type Value, type Values } from '../kit/values.ts';
import type { ResourceShape } from '../shapes/shape.ts';

/** A type with everything needed to work out its properties. */
export interface Typed {
  pack: Package;
  description: Description;
  shape: ResourceShape;
}

/** Inputs of the type that the cloud fills when the program does not. */
export function computedOf({ pack, description, shape }: Typed): string[] {
  const shared = pack.computed.filter((name) => name in shape.inputs);
  return [...shared, ...pack.placement.filter((name) => name in shape.inputs), ...(description.computed ?? [])];
}

/** The inputs with what the provider's configuration adds to every resource. */
export function placed(inputs: Values, settings: Values, { pack, shape }: Typed): Values {
  const added = pack.placement.filter((name) => name in shape.inputs && !isSet(inputs[name]) && isSet(settings[name]));
  return { ...inputs, ...Object.fromEntries(added.map((name) => [name, settings[name] as Value])) };
}

/** The resource as a preview of its creation shows it: what the cloud will compute is unknown. */
export function plannedState(situation: Situation, typed: Typed): Values {
  const planned = plannedValues(situation, typed);
  const unknown: Values = {};
  for (const name of [...Object.keys(typed.shape.outputs), ...computedOf(typed)]) {
    if (name.includes('.') || name.includes('[')) continue;
    if (!isSet(situation.inputs[name]) && !isSet(planned[name])) unknown[name] = UNKNOWN;
  }
  return { ...unknown, ...situation.inputs, ...planned };
}

/** The resource once it exists. Computed properties that nobody describes get the zero value of their type. */
export function createdState(situation: Situation, typed: Typed, id: string): Values {
  const { pack, description, shape } = typed;
  const zeros: Values = {};
  for (const [name, kind] of Object.entries(shape.outputs)) zeros[name] = zeroOf(kind);
  const shared = pack.outputs(situation, shape, id);
  const own = description.outputs?.(situation, id) ?? {};
  return present(merge({ ...zeros, ...shared, ...plannedValues(situation, typed) }, own, situation.inputs));
}

/** The resource after an update: computed properties keep their value, except those the type computes anew. */
export function updatedState(situation: Situation, old: Values, typed: Typed, id: string, preview: boolean): Values {
  const { description, shape } = typed;
  const kept: Values = {};
  for (const [name, value] of Object.entries(old)) {
    if (name in shape.outputs) kept[name] = value;
  }
  const computed = keepComputed(situation.inputs, old, computedOf(typed));
  const names = description.recomputed?.({ old, inputs: situation.inputs }) ?? [];
  const fresh: Values = preview ? {} : createdState(situation, typed, id);
  const anew = Object.fromEntries(names.map((name) => [name, fresh[name] ?? (preview ? UNKNOWN : null)]));
  return present({ ...kept, ...computed, ...plannedValues(situation, typed), ...anew });
}

function plannedValues(situation: Situation, { pack, description, shape }: Typed): Values {
  return { ...pack.planned(situation, shape), ...description.planned?.(situation) };
}

/** The inputs, with the values the cloud had put where the program says nothing. */
function keepComputed(inputs: Values, old: Values, computed: string[]): Values {
  const kept = structuredClone(inputs);
  for (const pattern of computed) keep(kept, old, pattern.split('.'));
  return kept;
}

function keep(target: Values, source: Values, [step = '', ...rest]: string[]): void {
  const name = step.replace('[]', '');
  const [to, from] = [target[name], source[name]];
  if (rest.length === 0) {
    if (!isSet(to) && isSet(from)) target[name] = from as Value;
    return;
  }
  if (Array.isArray(to) && Array.isArray(from)) {
    to.forEach((item, index) => {
      const before = from[index];
      if (isValues(item) && isValues(before)) keep(item, before, rest);
    });
  }
  if (isValues(to) && isValues(from)) keep(to, from, rest);
}

/** Null says that there is nothing: the engine is told no such property. */
function present(state: Values): Values {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => isSet(value)));
}

/** Later layers win, object by object and item by item. */
function merge(...layers: Values[]): Values {
  return layers.reduce((below, above) => mergeValues(below, above) as Values);
}

function mergeValues(below: Value | undefined, above: Value): Value {
  if (isValues(below) && isValues(above)) {
    const merged: Values = { ...below };
    for (const [name, value] of Object.entries(above)) merged[name] = mergeValues(below[name], value);
    return merged;
  }
  if (Array.isArray(below) && Array.isArray(above) && above.every(isValues)) {
    return above.map((item, index) => mergeValues(below[index], item));
  }
  return above;
}

function zeroOf(kind: string): Value {
  if (kind.startsWith('[]')) return [];
  if (kind === 'string') return '';
  if (kind === 'number') return 0;
  if (kind === 'boolean') return false;
  return {};
}
