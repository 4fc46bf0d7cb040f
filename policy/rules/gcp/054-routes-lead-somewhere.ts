import { blocksAt, isSet, numberAt, textAt } from '../../../topology/graph/value.ts';
import { URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { blocksNamed } from '../support/blocks.ts';
import { URL_MAPS } from './support/sources.ts';

/** What a path matcher does with a request that no route of its own matches. */
const DEFAULTS = ['defaultService', 'defaultUrlRedirect', 'defaultRouteAction.weightedBackendServices'];

const MATCHES = ['exactMatch', 'prefixMatch', 'suffixMatch', 'regexMatch', 'rangeMatch', 'presentMatch'];

export const routesLeadSomewhere = resourceRule({
  id: 'tandem-gcp-054-routes-lead-somewhere',
  title: 'Every route of a URL map leads somewhere',
  what: 'Host rules name path matchers that exist, every path matcher has a host rule and a default, priorities are used once, headers are compared with something, and every weighted split has a weight above 0.',
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
      if (!DEFAULTS.some((argument) => isSet(matcher, argument))) {
        const argument = `pathMatchers[${index}].defaultService`;
        findings.push(
          breach(map, argument, 'is not set, and the path matcher has no other default', 'set defaultService'),
        );
      }
      return findings;
    });
    const twice = matchers.flatMap((matcher, index): readonly Finding[] => {
      const priorities = blocksAt(matcher, 'routeRules').map((rule) => numberAt(rule, 'priority'));
      const repeated = priorities.find((priority, at) => priority !== undefined && priorities.indexOf(priority) !== at);
      if (repeated === undefined) return [];
      return [
        breach(
          map,
          `pathMatchers[${index}].routeRules`,
          `uses priority ${repeated} twice`,
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
    const blind = blocksNamed(map.inputs, 'headerMatches').flatMap(({ path, block }) =>
      blocksAt({ block }, 'block').flatMap((match, index): readonly Finding[] => {
        if (MATCHES.some((argument) => isSet(match, argument))) return [];
        const argument = `${path}[${index}].exactMatch`;
        return [breach(map, argument, 'is not set, so the header is compared with nothing', 'set exactMatch')];
      }),
    );
    return [...lost, ...unused, ...twice, ...idle, ...blind];
  },
});
