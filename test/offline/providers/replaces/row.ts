import type { Value, Values } from '../../../../offline/providers/kit/values.ts';

/** A type, and what a change of its inputs comes to. */
export interface Row {
  type: string;
  inputs: Values;
  /** Inputs set instead, one case each; null removes one. */
  replace?: Values[];
  update?: Values[];
  same?: Values[];
}

/** Inputs after one change of a row. */
export function changedInputs(inputs: Values, change: Values): Values {
  const merged: { [name: string]: Value } = { ...inputs, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
