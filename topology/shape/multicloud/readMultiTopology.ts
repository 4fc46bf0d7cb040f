import { overlaps, parseCidr } from '../../arithmetic/cidr.ts';
import { readAwsTopology } from '../aws/readAwsTopology.ts';
import type { AwsTopology } from '../aws/schema.ts';
import { ConfigError, type Problem } from '../problems.ts';
import { ownKeys, readTopology } from '../readTopology.ts';
import { readStructureOf } from '../structure.ts';
import type { Topology } from '../topology.ts';
import { type MultiConfig, multiSchema, type MultiTopology, SAID_TO_BOTH } from './schema.ts';

/**
 * The secret that holds the password of whichever database takes the writes; services of both clouds read it as
 * `DATABASE_WRITE_PASSWORD`, beside the password of their own cloud's database, which they read from.
 */
export const WRITE_PASSWORD = 'database-write-password';

type Values = Readonly<Record<string, unknown>>;
type Cloud = 'gcp' | 'aws';

const isGroup = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was said to one cloud over what was said to both, group by group. */
const over = (both: Values, own: Values): Values => {
  const merged: Record<string, unknown> = { ...both };
  for (const [key, value] of Object.entries(own)) {
    const below = merged[key];
    merged[key] = isGroup(below) && isGroup(value) ? over(below, value) : value;
  }
  return merged;
};

/** Objectives that are each cloud's own to keep; the others are about how clients are sent, and that is decided above. */
const OF_STORES = ['rpoSeconds', 'writeRtoSeconds', 'monthlyCostUsd'];

/** The configuration of one cloud, as a stack on that cloud alone would hold it. */
const sideConfig = (cloud: Cloud, both: Values, whole: MultiConfig): Values => {
  const own = whole[cloud] as Values | undefined;
  const stores = Object.entries(isGroup(whole.objectives) ? whole.objectives : {}).filter(([name]) =>
    OF_STORES.includes(name),
  );
  const merged = over({ ...both, objectives: Object.fromEntries(stores) }, isGroup(own) ? own : {});
  const secrets = merged['secrets'] ?? [];
  return {
    ...merged,
    ...(Array.isArray(secrets) ? { secrets: [...(secrets as unknown[]), WRITE_PASSWORD] } : {}),
    name: `${whole.name}-${cloud}`,
    domain: `${cloud}.${whole.domain}`,
    ...(cloud === 'aws' ? { zoneId: whole.zoneId } : {}),
  };
};

type Read<T> = { readonly topology: T } | { readonly problems: readonly Problem[] };

/** A cloud's problems with the path under which the person wrote what is wrong. */
function readSide<T>(cloud: Cloud, own: Values, read: () => T): Read<T> {
  try {
    return { topology: read() };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const isOwn = ({ path }: Problem): boolean => {
      const [top = ''] = path.split(/[.[]/);
      return top in own || !SAID_TO_BOTH.some((key) => key === top);
    };
    return {
      problems: error.problems.map((problem) =>
        isOwn(problem) ? { ...problem, path: `${cloud}.${problem.path}` } : problem,
      ),
    };
  }
}

/** Everything that is linked has to have addresses of its own. */
const apart = (gcp: Topology, aws: AwsTopology): readonly Problem[] => {
  const google = { ...gcp.network.cidrs, services: gcp.network.servicesCidr };
  return Object.entries(aws.network.cidrs).flatMap(([home, cidr]) => {
    const range = parseCidr(cidr);
    const taken = Object.values(google).find((other) => {
      const parsed = parseCidr(other);
      return !('reason' in range) && !('reason' in parsed) && overlaps(range, parsed);
    });
    if (taken === undefined) return [];
    return [
      {
        path: `aws.network.cidrs.${home}`,
        given: cidr,
        allowed: `an IPv4 range that shares no address with ${Object.values(google).join(', ')} on Google's side`,
        fix: `Move the range away from ${taken}: the clouds are linked, and an address can be in one place only.`,
      },
    ];
  });
};

/** The same mistake, found by both clouds in what was said to both. */
const once = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.path} ${problem.given}`, problem])).values(),
];

/**
 * Reads the configuration of a stack on both clouds into a topology with every default filled in.
 *
 * @param config Values by key, with or without the namespace `tandem:`, as a stack's file or the engine holds them.
 * @param options.stack Name of the stack, for the message.
 * @throws {@link ConfigError} with every problem at once, of the whole and of each cloud.
 */
export const readMultiTopology = (config: Values, { stack }: { stack: string }): MultiTopology => {
  const own = ownKeys(config);
  const both = Object.fromEntries(SAID_TO_BOTH.flatMap((key) => (key in own ? [[key, own[key]]] : [])));
  const rest = Object.fromEntries(Object.entries(own).filter(([key]) => !(key in both)));
  const { problems: form, config: whole } = readStructureOf(multiSchema, rest);
  const said = (cloud: Cloud): Values => (isGroup(own[cloud]) ? own[cloud] : {});
  const google = 'gcp:project' in config ? { 'gcp:project': config['gcp:project'] } : {};
  const gcp = readSide('gcp', said('gcp'), () =>
    readTopology({ ...sideConfig('gcp', both, whole), ...google }, { stack }),
  );
  const aws = readSide('aws', said('aws'), () => readAwsTopology(sideConfig('aws', both, whole), { stack }));
  const sides = [gcp, aws].flatMap((side) => ('problems' in side ? side.problems : []));
  if (form.length > 0 || 'problems' in gcp || 'problems' in aws)
    throw new ConfigError(stack, once([...form, ...sides]));
  const overlapping = apart(gcp.topology, aws.topology);
  if (overlapping.length > 0) throw new ConfigError(stack, overlapping);
  return { ...whole, gcp: gcp.topology, aws: aws.topology };
};
