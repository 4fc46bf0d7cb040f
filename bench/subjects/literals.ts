// A program's resources without the program: what is left of it when nothing is computed, joined or named.

/** A cloud resource with nothing but literal values. */
export interface Literal {
  /** Type as the engine names it, as `gcp:compute/network:Network`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: unknown;
}

interface State {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly type: string;
      readonly custom?: boolean;
      readonly inputs?: unknown;
    }[];
  };
}

/**
 * The cloud resources of a state, with the inputs that a person would have to write.
 *
 * @param text what `pulumi stack export --show-secrets` prints
 */
export const literalsOf = (text: string): Literal[] =>
  (JSON.parse(text) as State).deployment.resources
    .filter(({ custom, type }) => custom === true && !type.startsWith('pulumi:'))
    .map(({ urn, type, inputs }) => ({ type, name: urn.slice(urn.lastIndexOf('::') + 2), inputs: written(inputs) }));

/** The class in the SDK, as `gcp.compute.Network`. */
export function classOf({ type }: Literal): string {
  const [sdk = '', path = '', name = ''] = type.split(':');
  const [module = ''] = path.split('/');
  return [sdk, ...(module === 'index' ? [] : [module]), name].join('.');
}

/** Values without secrecy, and without those that the provider filled in. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  if ('plaintext' in value) return written(JSON.parse(String(value.plaintext)));
  const { __defaults: defaults, ...properties } = value as Record<string, unknown>;
  const filledIn = new Set(Array.isArray(defaults) ? defaults : []);
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, inner]) => (filledIn.has(key) ? [] : [[key, written(inner)]])),
  );
}
