import { blocksAt, isSet, numberAt, textAt } from '../../../topology/graph/value.ts';
import { URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { blocksNamed } from './support/blocks.ts';
import { URL_MAPS } from './support/sources.ts';

export const routesLeadSomewhere = resourceRule({
  id: 'tandem-gcp-054-routes-lead-somewhere',
  title: 'Every route of a URL map leads somewhere',
  what: 'Host rules name path matchers that exist, priorities are used once, and every weighted split has a weight above 0.',
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
    return [...lost, ...twice, ...idle];
  },
});
