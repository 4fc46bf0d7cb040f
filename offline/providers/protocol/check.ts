import { makeName } from '../kit/autoname.ts';
import type { Description } from '../kit/description.ts';
import type { Situation } from '../kit/situation.ts';
import type { Package } from '../kit/package.ts';
import { join } from '../kit/paths.ts';
import { isPresent } from '../kit/rules.ts';
import type { Problem } from '../kit/refusal.ts';
import { checkShape, isMap, propertiesOf } from '../kit/shape.ts';
import { DEFAULTS_KEY, isSet, isValues, listOf, withoutDefaults, type Value, type Values } from '../kit/values.ts';
import type { Properties, ResourceShape, Shapes } from '../shapes/shape.ts';

/** What the engine asks to be checked. */
export interface CheckInput {
  /** As the program wrote them. */
  inputs: Values;
  /** Checked before, when the resource exists already. */
  oldInputs: Values;
  name: string;
  seed: Uint8Array;
}

/** Fills in names and defaults, and lists per object what was filled in, as the bridged providers do. */
export function fillInputs(input: CheckInput, description: Description, shape: ResourceShape, shapes: Shapes): Values {
  const filled = withoutNulls(input.inputs) as Values;
  const made = fillName(filled, input, description);
  fillLevel(filled, shape.inputs, '', description, shapes, made);
  return filled;
}

/** Everything that checking refuses, at once. `inputs` are filled in. */
export function findProblems(
  situation: Situation,
  description: Description,
  pack: Package,
  shape: ResourceShape,
): Problem[] {
  const inputs = withoutDefaults(situation.inputs);
  const problems = [
    ...checkShape(inputs, shape.inputs, pack.shapes),
    ...pack.placement.flatMap((setting) => missingPlacement(setting, inputs, situation.settings, shape, pack)),
    ...(description.check ?? []).flatMap((rule) => rule(inputs, { ...situation, inputs })),
  ];
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.reason}`, problem])).values()];
}

/** A problem as the engine shows it. A secret value is never repeated. */
export function describeProblem({ path, reason }: Problem, name: string, secrets: ReadonlySet<string>): string {
  const isSecret = [...secrets].some(
    (secret) => path === secret || path.startsWith(`${secret}.`) || path.startsWith(`${secret}[`),
  );
  const shown = isSecret ? reason.replace(/, got .*$/s, ', got a secret value') : reason;
  return `${shown}. Examine values at '${join(name, path)}'.`;
}

function missingPlacement(
  setting: string,
  inputs: Values,
  settings: Values,
  shape: ResourceShape,
  pack: Package,
): Problem[] {
  if (!(setting in shape.inputs) || isSet(inputs[setting]) || isSet(settings[setting])) return [];
  const where = `set it on the resource or with \`pulumi config set ${pack.name}:${setting}\``;
  return [{ path: setting, reason: `required field is not set: ${where}` }];
}

function fillName(inputs: Values, { oldInputs, name, seed }: CheckInput, description: Description): string[] {
  const rule = description.autoname;
  if (!rule || isSet(inputs[rule.property])) return [];
  if (rule.unless !== undefined && isPresent(inputs, rule.unless)) return [];
  const keeps = listOf(oldInputs[DEFAULTS_KEY]).includes(rule.property) && isSet(oldInputs[rule.property]);
  inputs[rule.property] = keeps ? (oldInputs[rule.property] as Value) : makeName(rule, name, inputs, seed);
  return [rule.property];
}

function fillLevel(
  values: Values,
  properties: Properties,
  prefix: string,
  description: Description,
  shapes: Shapes,
  made: string[],
): void {
  const filled = [...made];
  for (const [pattern, value] of Object.entries(description.defaults ?? {})) {
    const name = nameWithin(pattern, prefix);
    if (name === undefined || isSet(values[name])) continue;
    values[name] = value;
    filled.push(name);
  }
  for (const [name, value] of Object.entries(values)) {
    const kind = properties[name];
    const inner = propertiesOf(kind, shapes);
    if (!inner || isMap(kind)) continue;
    const pattern = join(prefix, name);
    if (isValues(value)) fillLevel(value, inner, pattern, description, shapes, []);
    for (const item of listOf(value)) {
      if (isValues(item)) fillLevel(item, inner, `${pattern}[]`, description, shapes, []);
    }
  }
  if (description.listsDefaults !== false) values[DEFAULTS_KEY] = filled.toSorted();
}

/** The last part of a pattern that lies directly under the prefix. */
function nameWithin(pattern: string, prefix: string): string | undefined {
  const cut = pattern.lastIndexOf('.');
  return pattern.slice(0, Math.max(cut, 0)) === prefix ? pattern.slice(cut + 1) : undefined;
}

/** A copy in which what is null is absent. */
function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isValues(value)) return value;
  const present = Object.entries(value).filter(([, child]) => isSet(child));
  return Object.fromEntries(present.map(([name, child]) => [name, withoutNulls(child)]));
}
