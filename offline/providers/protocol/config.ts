import type { Package } from '../kit/package.ts';
import { isSet, UNKNOWN, type Value, type Values } from '../kit/values.ts';

/** Keys the engine itself adds to a provider's inputs. */
const ENGINE_KEYS = ['version', 'pluginDownloadURL', '__internal', '__defaults'];

/** The provider's inputs with what it takes from the environment where the program says nothing. */
export function withEnvironment(inputs: Values, pack: Package, environment: NodeJS.ProcessEnv): Values {
  const filled = { ...inputs };
  for (const [setting, variables] of Object.entries(pack.environment)) {
    const value = variables.map((variable) => environment[variable]).find((text) => text !== undefined && text !== '');
    if (!isSet(filled[setting]) && value !== undefined) filled[setting] = value;
  }
  return filled;
}

/** Why the provider cannot be configured so; empty when it can. */
export function configProblems(inputs: Values, pack: Package): string[] {
  const unknown = Object.keys(inputs).filter((name) => !(name in pack.shapes.config) && !ENGINE_KEYS.includes(name));
  const missing = pack.requiredSettings.filter((name) => !isSet(inputs[name]));
  return [
    ...unknown.map((name) => `the ${pack.name} provider has no setting \`${name}\``),
    ...missing.map(
      (name) => `${pack.name}:${name} is missing: set it with \`pulumi config set ${pack.name}:${name} <value>\``,
    ),
  ];
}

/** The settings themselves: everything but texts arrives as JSON in a text. */
export function configured(inputs: Values, pack: Package): Values {
  const settings: Values = {};
  for (const [name, value] of Object.entries(inputs)) settings[name] = parsed(value, pack.shapes.config[name]);
  return settings;
}

function parsed(value: Value, kind: string | undefined): Value {
  if (kind === undefined || kind === 'string' || typeof value !== 'string' || value === UNKNOWN) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}
