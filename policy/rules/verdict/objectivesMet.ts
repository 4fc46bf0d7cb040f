import { verdict } from '../../../topology/verdict/verdict.ts';
import { graphRule } from '../../frame/rule.ts';
import { findingAt, fixOf } from './support.ts';

export const objectivesMet = graphRule({
  id: 'tandem-verdict-002-objectives-met',
  title: 'Declared objectives are met',
  what: 'What the plan predicts for each declared objective is within the declared limit.',
  why: 'An objective that the settings cannot reach is found in the next incident, unless the plan is asked first.',
  source: 'https://docs.cloud.google.com/architecture/infra-reliability-guide/design',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Change the setting that the message names, or declare what the topology really holds.',
  example: 'objectives: { shedSeconds: 15 } with a readiness probe every 5 s that falls after 2 failures',
  types: [],
  judge: (graph) =>
    verdict(graph)
      .objectives.filter(({ met }) => !met)
      .map((objective) => {
        const predicted =
          objective.predicted === null ? 'nothing in the plan bounds it' : `the plan predicts ${objective.predicted}`;
        const where = objective.change ?? {
          urn: declaring(graph.all),
          argument: `declared.objectives.${objective.name}`,
        };
        return {
          ...findingAt(
            undefined,
            `objective ${objective.name} is ${objective.declared} and ${predicted}`,
            fixOf(objective),
          ),
          urn: where.urn,
          argument: where.argument,
        };
      }),
});

const declaring = (resources: readonly { urn: string; type: string }[]): string =>
  resources.find(({ type }) => /^tandem:index:\w+(TwoRegion|MultiCloud)$/.test(type))?.urn ?? '';
