import { nameLimits } from '../names.ts';
import { show, type Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import { configOfService, nameOfService } from '../services.ts';
import { capacityChecks } from './capacity.ts';
import type { Check } from './check.ts';
import { instanceChecks } from './instances.ts';
import { objectiveChecks } from './objectives.ts';
import { serviceChecks } from './service.ts';

// Several services behind one entry: each by itself as if it were the only one, and what no two of them may claim. One
// whose form is wrong has been left out by then, so none of these waits for `services` to be right.

const ALONE: readonly Check[] = [...serviceChecks, ...capacityChecks, ...instanceChecks, ...objectiveChecks];

/** Where a problem of a service's own configuration stands; undefined for what it shares. */
function placeOf(path: string, name: string): string | undefined {
  if (path.startsWith('service.')) return `services.${name}.${path.slice('service.'.length)}`;
  const own = /^(load|scaling|objectives)\.|^capacity\.(strategy|floorShare)$|^instances\.(machineType|targetRps)$/;
  return own.test(path) ? `services.${name}.${path}` : undefined;
}

const alone: Check = {
  reads: ['service', 'regions', 'load', 'capacity', 'instances', 'compute', 'objectives', 'prices', 'database'],
  check: (config) => {
    const problemsOf = (one: Config): readonly Problem[] => ALONE.flatMap(({ check }) => check(one));
    // What is wrong for all is told once.
    const common = new Set(problemsOf(config).map(({ path }) => path));
    return Object.keys(config.services).flatMap((name) =>
      problemsOf(configOfService(config, name)).flatMap((problem): readonly Problem[] => {
        const path = placeOf(problem.path, name);
        const inherited = problem.path.startsWith('objectives.') && !(path && isSet(config, name, problem.path));
        return path === undefined || (inherited && common.has(problem.path)) ? [] : [{ ...problem, path }];
      }),
    );
  },
};

const isSet = (config: Config, name: string, path: string): boolean =>
  Object.entries(config.services[name]?.objectives ?? {}).some(
    ([key, value]) => `objectives.${key}` === path && value !== undefined,
  );

/** A host and a path of it that a service claims; the path `/` is the whole host. */
interface Claim {
  readonly service: string;
  /** The key that makes the claim. */
  readonly key: string;
  readonly host: string;
  readonly path: string;
}

const claimsOf = ({ services, domain }: Config): readonly Claim[] => [
  { service: '', key: 'service', host: domain, path: '/' },
  ...Object.entries(services).flatMap(([service, { hosts, paths }]) =>
    (hosts.length > 0 ? hosts : [domain]).flatMap((host) =>
      (paths.length > 0 ? paths : ['/']).map((path, index) => ({
        service,
        key: paths.length > 0 ? `services.${service}.paths[${index}]` : `services.${service}.paths`,
        host,
        path,
      })),
    ),
  ),
];

const apart: Check = {
  reads: ['domain'],
  check: (config) => {
    const claims = claimsOf(config);
    return claims.flatMap((claim, index): readonly Problem[] => {
      const first = claims.findIndex(({ host, path }) => host === claim.host && path === claim.path);
      const holder = claims[first];
      if (holder === undefined || first === index) return [];
      const where = `${claim.host}${claim.path}`;
      const by = holder.service === '' ? '`service`, which answers all that is left' : `services.${holder.service}`;
      return [
        {
          path: claim.key,
          given: claim.path === '/' ? `none, so all of ${claim.host}` : claim.path,
          allowed: 'hosts and paths that no other service has',
          fix: `${where} belongs to ${by}: give this service a path or a host of its own.`,
        },
      ];
    });
  },
};

/** Names of one service, as if it were the topology: only those that it has by itself. */
const OWN_NAMES = ['service account id', 'Cloud Run service'];

const length: Check = {
  reads: ['name', 'project', 'regions'],
  check: (config) =>
    Object.keys(config.services).flatMap((name): readonly Problem[] => {
      const [longest] = nameLimits({ ...config, name: nameOfService(config, name) })
        .filter(({ what }) => OWN_NAMES.includes(what))
        .toSorted((one, other) => one.maxChars - one.name.length - (other.maxChars - other.name.length));
      const room = longest === undefined ? 0 : longest.maxChars - longest.name.length;
      if (longest === undefined || room >= 0) return [];
      const fits = name.length + room;
      return [
        {
          path: `services.${name}`,
          given: `a name of ${name.length} characters below '${config.name}'`,
          allowed: fits > 0 ? `at most ${fits} characters here` : 'no name: the topology has used them all',
          fix: `Shorten it or the topology's name: the ${longest.what} '${longest.name}' may have ${longest.maxChars} characters.`,
        },
      ];
    }),
};

/** A region's name after a service's would read like another region's resources. */
const ambiguous: Check = {
  reads: ['regions'],
  check: ({ services, regions }) =>
    Object.keys(services).flatMap((name): readonly Problem[] =>
      Object.values(regions).includes(name)
        ? [
            {
              path: `services.${name}`,
              given: `${show(name)}, which is one of the regions`,
              allowed: 'a name that is no region',
              fix: 'Name the service after what it does.',
            },
          ]
        : [],
    ),
};

/** Services that can stand beside each other. */
export const servicesChecks: readonly Check[] = [alone, apart, length, ambiguous];
