import { DEFAULTS_KEY, isSet, isValues, type Value, type Values } from '../kit/values.ts';
import type { ResourceShape } from '../shapes/shape.ts';

/**
 * The inputs that would give a state: those the program had, with the values the cloud has now; for a resource that is
 * read for the first time, every input that is set.
 */
export function inputsOf(state: Values, oldInputs: Values, shape: ResourceShape): Values {
  if (Object.keys(oldInputs).length > 0) return follow(oldInputs, state) as Values;
  const set = Object.entries(state).filter(([name, value]) => name in shape.inputs && isSet(value));
  return { ...Object.fromEntries(set), [DEFAULTS_KEY]: [] };
}

/** The shape of `before` with the values of `now`. */
function follow(before: Value, now: Value | undefined): Value {
  if (!isValues(before) || !isValues(now)) return now ?? before;
  const followed: Values = {};
  for (const [name, value] of Object.entries(before)) {
    if (name === DEFAULTS_KEY) followed[name] = value;
    else if (isSet(now[name])) followed[name] = followItem(value, now[name] as Value);
  }
  return followed;
}

function followItem(before: Value, now: Value): Value {
  if (!Array.isArray(before) || !Array.isArray(now)) return follow(before, now);
  return now.map((item, index) => follow(before[index] ?? item, item));
}
