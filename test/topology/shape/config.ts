import { ConfigError, type Problem, readTopology } from '../../../topology/shape/readTopology.ts';
import type { Topology } from '../../../topology/shape/topology.ts';

/** A value that can be written in a stack's file. */
export type Value = unknown;

/** The least that a person has to write. */
export const minimal = {
  name: 'acme',
  project: 'acme-prod',
  domain: 'api.acme.example',
  regions: { primary: 'us-central1', failover: 'us-east4' },
  service: { image: 'us-docker.pkg.dev/acme-prod/acme-images/api:1.4.2', instanceRps: 25 },
  load: { peakRps: 400 },
  objectives: { monthlyCostUsd: 4000 },
  alertEmails: ['oncall@acme.example'],
} as const;

/** A copy with the value at a dotted path replaced; undefined removes the key. */
export const changed = (config: Readonly<Record<string, Value>>, path: string, value: Value): Record<string, Value> => {
  const [key = '', ...rest] = path.split('.');
  const { [key]: old, ...others } = config;
  const inner = rest.length === 0 ? value : changed((old ?? {}) as Record<string, Value>, rest.join('.'), value);
  return inner === undefined ? others : { ...others, [key]: inner };
};

/** The minimal configuration with the given changes, by dotted path. */
export const withChanges = (changes: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.entries(changes).reduce<Record<string, Value>>(
    (config, [path, value]) => changed(config, path, value),
    minimal,
  );

/** Reads the minimal configuration with changes. */
export const read = (changes: Readonly<Record<string, Value>> = {}): Topology =>
  readTopology(withChanges(changes), { stack: 'test' });

/** The error that reading the minimal configuration with changes ends in. */
export const errorOf = (config: Readonly<Record<string, Value>>): ConfigError => {
  try {
    readTopology(config, { stack: 'test' });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
};

/** The problems of the minimal configuration with changes. */
export const problemsOf = (changes: Readonly<Record<string, Value>>): readonly Problem[] =>
  errorOf(withChanges(changes)).problems;
