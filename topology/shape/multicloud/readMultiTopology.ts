import { overlaps, parseCidr } from '../../arithmetic/cidr.ts';
import { readAwsTopology } from '../aws/readAwsTopology.ts';
import type { AwsTopology } from '../aws/schema.ts';
import { ConfigError, type Problem, show } from '../problems.ts';
import { ownKeys, readTopology } from '../readTopology.ts';
import { readStructureOf, valueAt } from '../structure.ts';
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

/** What holds for each cloud unless it is told something else. */
const saidToBoth = (own: Values, { objectives }: MultiConfig): Values => {
  const stores = Object.entries(isGroup(objectives) ? objectives : {}).filter(([name]) => OF_STORES.includes(name));
  return { ...picked(own, isSaidToBoth), objectives: Object.fromEntries(stores) };
};

const isSaidToBoth = (key: string): boolean => SAID_TO_BOTH.some((one) => one === key);

const picked = (values: Values, wanted: (key: string) => boolean): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)));

/** The configuration of one cloud, as a stack on that cloud alone would hold it. */
const sideConfig = (cloud: Cloud, own: Values, both: Values, whole: MultiConfig): Values => {
  const merged = over(both, own);
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

/** `alertEmails[0]` as the keys that lead there. */
const keysOf = (path: string): readonly PropertyKey[] => path.split(/[.[\]]+/).filter((key) => key !== '');

/** True where the person said it, or would have to say it, to this cloud alone. */
const isOwn = (path: string, own: Values, shared: Values): boolean => {
  const keys = keysOf(path);
  if (valueAt(own, keys) !== undefined) return true;
  if (valueAt(shared, keys) !== undefined) return false;
  // Nothing stands there: it goes where the rest of its group is.
  const [top = ''] = keys;
  return own[String(top)] !== undefined || !SAID_TO_BOTH.some((key) => key === top);
};

/** A cloud's problems with the path under which the person wrote what is wrong. */
function readSide<T>(cloud: Cloud, own: Values, both: Values, read: () => T): Read<T> {
  try {
    return { topology: read() };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      problems: error.problems.map((problem) => {
        const derived = DERIVED[cloud][problem.path];
        if (derived !== undefined) return { ...problem, fix: `${problem.fix} ${derived}` };
        return isOwn(problem.path, own, both) ? { ...problem, path: `${cloud}.${problem.path}` } : problem;
      }),
    };
  }
}

/** Keys of one cloud that follow from those of the whole, with how. */
const DERIVED: Readonly<Record<Cloud, Readonly<Record<string, string>>>> = {
  gcp: {
    name: "On Google Cloud it is the name of the whole with '-gcp' behind it.",
    domain: "On Google Cloud it is the domain of the whole with 'gcp.' before it.",
  },
  aws: {
    name: "On AWS it is the name of the whole with '-aws' behind it.",
    domain: "On AWS it is the domain of the whole with 'aws.' before it.",
    zoneId: 'On AWS it is the zone of the whole.',
  },
};

/** What may not be said to one cloud, because the two are one. */
const unsayable = (cloud: Cloud, own: Values): readonly Problem[] => [
  ...Object.entries(DERIVED[cloud]).flatMap(([key, derived]) =>
    key in own
      ? [
          {
            path: `${cloud}.${key}`,
            given: show(own[key]),
            allowed: `nothing here; tandem:${key} says it for both clouds`,
            fix: `Remove the key. ${derived}`,
          },
        ]
      : [],
  ),
  ...(cloud === 'aws' && valueAt(own, ['entry', 'kind']) === 'dns'
    ? [
        {
          path: 'aws.entry.kind',
          given: 'dns',
          allowed: 'accelerator',
          fix: 'Remove the key: the name of the whole is answered with fixed addresses, and only an accelerator has them.',
        },
      ]
    : []),
];

/** A session that one cloud has begun must be good on the other: every secret is in both stores. */
const alike = (gcp: Topology, aws: AwsTopology): readonly Problem[] => {
  const lacking = (cloud: Cloud, has: readonly string[], other: readonly string[]): Problem[] => {
    const missing = other.filter((secret) => !has.includes(secret));
    if (missing.length === 0) return [];
    return [
      {
        path: `${cloud}.secrets`,
        given: `nothing named ${missing.join(', ')}, which the other cloud has`,
        allowed: 'the same names on both clouds',
        fix: 'Name every secret in tandem:secrets, and none for one cloud alone: each has one value, in both stores.',
      },
    ];
  };
  return [...lacking('gcp', gcp.secrets, aws.secrets), ...lacking('aws', aws.secrets, gcp.secrets)];
};

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
  const rest = picked(own, (key) => !isSaidToBoth(key));
  const { problems: form, config: whole } = readStructureOf(multiSchema, rest);
  const both = saidToBoth(own, whole);
  const said = { gcp: isGroup(own['gcp']) ? own['gcp'] : {}, aws: isGroup(own['aws']) ? own['aws'] : {} };
  const google = 'gcp:project' in config ? { 'gcp:project': config['gcp:project'] } : {};
  const gcp = readSide('gcp', said.gcp, both, () =>
    readTopology({ ...sideConfig('gcp', said.gcp, both, whole), ...google }, { stack }),
  );
  const aws = readSide('aws', said.aws, both, () =>
    readAwsTopology(sideConfig('aws', said.aws, both, whole), { stack }),
  );
  const problems = [
    ...form,
    ...unsayable('gcp', said.gcp),
    ...unsayable('aws', said.aws),
    ...[gcp, aws].flatMap((side) => ('problems' in side ? side.problems : [])),
  ];
  if (problems.length > 0 || 'problems' in gcp || 'problems' in aws) throw new ConfigError(stack, once(problems));
  const together = [...apart(gcp.topology, aws.topology), ...alike(gcp.topology, aws.topology)];
  if (together.length > 0) throw new ConfigError(stack, together);
  return { ...whole, gcp: gcp.topology, aws: aws.topology };
};
