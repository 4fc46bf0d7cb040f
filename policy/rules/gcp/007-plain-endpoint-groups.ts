import { isSet } from '../../../topology/graph/value.ts';
import { SERVERLESS_NEG } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { servedBy } from './support/served.ts';
import { RUN_SERVICE_HEALTH } from './support/sources.ts';

export const plainEndpointGroups = graphRule({
  id: 'tandem-gcp-007-plain-endpoint-groups',
  title: 'Endpoint groups name one service, with no mask and no tag',
  what: 'A serverless endpoint group behind two regions has neither cloudRun.urlMask nor cloudRun.tag.',
  why: 'Service health is not computed for either, so the region is never seen to fail.',
  source: RUN_SERVICE_HEALTH,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the service in cloudRun.service and route by host or path in the URL map.',
  example: 'cloudRun: { service: run.name }',
  types: [SERVERLESS_NEG],
  judge: (graph) => {
    const served = servedBy(graph).filter(({ groups }) => groups.length >= 2);
    const negs = new Set(
      served.flatMap(({ groups }) =>
        groups.flatMap(({ group, kind }) => (group && kind === 'serverless' ? [group] : [])),
      ),
    );
    return [...negs].flatMap((neg) => {
      if (unknownAt(neg, 'cloudRun')) return [unknownArgument(neg, 'cloudRun', 'give cloudRun as plain arguments')];
      return ['cloudRun.urlMask', 'cloudRun.tag']
        .filter((argument) => isSet(neg.inputs, argument))
        .map((argument) =>
          breach(
            neg,
            argument,
            'is set; service health does not work with it',
            `remove ${argument} and set cloudRun.service alone`,
          ),
        );
    });
  },
});
