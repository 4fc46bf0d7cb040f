import { readFileSync } from 'node:fs';

/**
 * The type of a property, written compactly: `string`, `number`, `boolean`, `any`, `json` (a text or the object it
 * stands for), `[]T` for a list of T, `{}T` for a map of T, or the name of an object in {@link Shapes.objects}.
 * A trailing `!` marks a required property.
 */
export type Kind = string;

/** Properties of an object by name. */
export interface Properties {
  [name: string]: Kind;
}

/** What the SDK says about one resource type. */
export interface ResourceShape {
  inputs: Properties;
  /** Properties that only the cloud sets. */
  outputs: Properties;
}

/** The shapes of one package, as generated from its SDK. */
export interface Shapes {
  /** The SDK's version; the plugin carries the same. */
  version: string;
  /** What the provider itself can be configured with. */
  config: Properties;
  resources: { [type: string]: ResourceShape };
  objects: { [name: string]: Properties };
}

/** Reads the committed shapes of a package. */
export function readShapes(packageName: string): Shapes {
  return JSON.parse(readFileSync(new URL(`./${packageName}.json`, import.meta.url), 'utf8')) as Shapes;
}
