import type { Resource } from '../../../topology/graph/graph.ts';
import {
  blocksAt,
  isGiven,
  isSet,
  isUnknown,
  numberAt,
  textAt,
  valueAt,
  valuesAt,
} from '../../../topology/graph/value.ts';
import { URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { blocksNamed } from '../support/blocks.ts';
import { URL_MAPS } from './support/sources.ts';

/** What a path matcher does with a request that no route of its own matches. */
const DEFAULTS = ['defaultService', 'defaultUrlRedirect', 'defaultRouteAction.weightedBackendServices'];

/** The same for the whole map. */
const WHOLE = ['defaultService', 'defaultUrlRedirect', 'defaultRouteAction'];

const MATCHES = ['exactMatch', 'prefixMatch', 'suffixMatch', 'regexMatch', 'rangeMatch', 'presentMatch'];

export const routesLeadSomewhere = resourceRule({
  id: 'tandem-gcp-054-routes-lead-somewhere',
  title: 'Every route of a URL map leads somewhere',
  what: 'Host rules name path matchers that exist, the map and every path matcher has a default and every path matcher a host rule, hosts, names and priorities are used once, headers are compared with one thing, and every weighted split has a weight above 0.',
  why: 'The preview does not compare the parts of a URL map with each other; the apply fails, or requests get no answer.',
  source: URL_MAPS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Name an existing path matcher, and give each route its own priority.',
  example: "hostRules: [{ hosts: ['*'], pathMatcher: 'api' }], pathMatchers: [{ name: 'api', defaultService }]",
  types: [URL_MAP],
  judge: (map) => {
    for (const list of ['hostRules', 'pathMatchers']) {
      if (unknownAt(map, list)) return [unknownArgument(map, list, 'give it as a list')];
    }
    const matchers = blocksAt(map.inputs, 'pathMatchers');
    const names = matchers.map((matcher) => textAt(matcher, 'name'));
    const lost = blocksAt(map.inputs, 'hostRules').flatMap((rule, index): readonly Finding[] => {
      const wanted = textAt(rule, 'pathMatcher');
      if (wanted === undefined || names.includes(wanted)) return [];
      const argument = `hostRules[${index}].pathMatcher`;
      return [
        breach(
          map,
          argument,
          `is "${wanted}", and no path matcher has this name`,
          `use one of ${names.join(', ') || 'none yet'}`,
        ),
      ];
    });
    const wanted = blocksAt(map.inputs, 'hostRules').map((rule) => textAt(rule, 'pathMatcher'));
    const unused = matchers.flatMap((matcher, index): readonly Finding[] => {
      const name = textAt(matcher, 'name') ?? '';
      const findings: Finding[] = [];
      if (!wanted.includes(name)) {
        const problem = `is "${name}", which no host rule leads to, so its routes and retries are never used`;
        findings.push(breach(map, `pathMatchers[${index}].name`, problem, "add hostRules for it, with hosts ['*']"));
      }
      if (!DEFAULTS.some((argument) => isGiven(matcher, argument))) {
        const argument = `pathMatchers[${index}].defaultService`;
        findings.push(
          breach(map, argument, 'is not set, and the path matcher has no other default', 'set defaultService'),
        );
      }
      return findings;
    });
    const twice = matchers.flatMap((matcher, index): readonly Finding[] => {
      const priorities = blocksAt(matcher, 'routeRules').map((rule) => numberAt(rule, 'priority'));
      const again = priorities.find((priority, at) => priority !== undefined && priorities.indexOf(priority) !== at);
      if (again === undefined) return [];
      return [
        breach(
          map,
          `pathMatchers[${index}].routeRules`,
          `uses priority ${again} twice`,
          'give each route its own priority',
        ),
      ];
    });
    const idle = blocksNamed(map.inputs, 'weightedBackendServices').flatMap(({ path, block }): readonly Finding[] => {
      const weights = blocksAt({ block }, 'block')
        .filter((one) => isSet(one, 'weight'))
        .map((one) => numberAt(one, 'weight'));
      if (weights.length === 0 || weights.some((weight) => weight !== 0)) return [];
      return [
        breach(
          map,
          path,
          'gives every service weight 0, so no request is answered',
          'give one of them a weight above 0',
        ),
      ];
    });
    const hosts = blocksAt(map.inputs, 'hostRules').flatMap((rule) => valuesAt(rule, 'hosts'));
    const repeated = [...repeatedIn(map, 'hostRules', hosts), ...repeatedIn(map, 'pathMatchers', names)];
    const open = WHOLE.some((argument) => isSet(map.inputs, argument))
      ? []
      : [breach(map, 'defaultService', 'is not set, and the map has no other default', 'set defaultService')];
    const blind = blocksNamed(map.inputs, 'headerMatches').flatMap(({ path, block }) =>
      blocksAt({ block }, 'block').flatMap((match, index): readonly Finding[] => {
        const given = MATCHES.filter((argument) => isSet(match, argument) && valueAt(match, argument) !== '');
        const [first = 'exactMatch', second] = given;
        const argument = `${path}[${index}].${second ?? first}`;
        if (given.length === 1) return [];
        return second === undefined
          ? [breach(map, argument, 'is not set, so the header is compared with nothing', 'set exactMatch')]
          : [breach(map, argument, `is set beside ${first}; allowed is one of them`, `remove ${second}`)];
      }),
    );
    return [...lost, ...unused, ...twice, ...repeated, ...open, ...idle, ...blind, ...judgeRules(map)];
  },
});

/** What a route can do with a request, and what it can tell requests by. */
const ACTIONS = ['service', 'urlRedirect', 'routeAction.weightedBackendServices'];
const PATHS = ['prefixMatch', 'fullPathMatch', 'regexMatch', 'pathTemplateMatch'];

function judgeRules(map: Resource): readonly Finding[] {
  const rules = ['routeRules', 'pathRules']
    .flatMap((name) => blocksNamed(map.inputs, name))
    .flatMap(({ path, block }) =>
      blocksAt({ block }, 'block').map((rule, index) => ({ rule, at: `${path}[${index}]` })),
    );
  return rules.flatMap(({ rule, at }): readonly Finding[] => {
    const idle = ACTIONS.some((argument) => isGiven(rule, argument))
      ? []
      : [breach(map, `${at}.service`, 'is not set, and the route does nothing else', 'set service')];
    const pathless = blocksAt(rule, 'matchRules').flatMap((match, index): readonly Finding[] => {
      if (PATHS.some((argument) => isGiven(match, argument))) return [];
      const argument = `${at}.matchRules[${index}].prefixMatch`;
      return [breach(map, argument, 'is not set, nor another match of the path', "set prefixMatch to '/'")];
    });
    return [...idle, ...pathless];
  });
}

/** The API takes a host and the name of a path matcher once. */
function repeatedIn(map: Resource, argument: string, values: readonly unknown[]): readonly Finding[] {
  const again = values.find(
    (value, at) => typeof value === 'string' && !isUnknown(value) && values.indexOf(value) !== at,
  );
  if (again === undefined) return [];
  return [breach(map, argument, `has ${JSON.stringify(again)} twice`, 'write each once')];
}
