import { change, UNKNOWN_VALUE, type Draft } from '../../../support/graph.ts';
import { awsPlan } from '../../../support/aws/plan.ts';
import { broken, type Broken } from '../case.ts';

/** One value of a plan that holds, changed; the finding names that argument unless another one is given. */
export interface Breaking {
  readonly plan?: readonly Draft[];
  readonly at: string;
  readonly path: string;
  readonly value: unknown;
  /** Where the finding is, when it is not at the changed value. */
  readonly found?: { readonly at?: string; readonly argument?: string };
  readonly problem?: RegExp;
}

/** A plan in which one value is wrong. `undefined` takes the value away. */
export const breaks = (says: string, { plan = awsPlan, at, path, value, found, problem }: Breaking): Broken =>
  broken(
    says,
    change(plan, at, path, value),
    found?.at ?? at,
    found?.argument ?? path.replace(/\.(\d+)(?=\.|$)/g, '[$1]'),
    problem,
  );

/** The same with a value that only an apply can tell. */
export const hides = (at: string, path: string, more: Partial<Breaking> = {}): Broken =>
  breaks(`computed ${path}`, { ...more, at, path, value: UNKNOWN_VALUE });
