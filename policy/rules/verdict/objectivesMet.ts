import type { ResourceGraph } from '../../../topology/graph/graph.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { graphRule, type Finding } from '../../frame/rule.ts';
import { fixOf, SPANNED_TYPES } from './support.ts';

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
  types: SPANNED_TYPES,
  judge: (graph) =>
    verdict(graph)
      .objectives.filter(({ met }) => !met)
      .map((missed): Finding => {
        const { name, declared, predicted, change } = missed;
        return {
          urn: change?.urn ?? declarationOf(graph, missed.topology),
          argument: change?.argument ?? `declared.objectives.${name}`,
          problem:
            predicted === null
              ? `leaves ${name} without a bound, and ${declared} is declared`
              : `gives ${name} ${predicted}, and ${declared} is declared`,
          fix: fixOf(missed),
          undecided: predicted === null,
        };
      }),
});

const declarationOf = (graph: ResourceGraph, topology: string): string =>
  graph.all.find(({ type, name }) => type.startsWith('tandem:index:') && name === topology)?.urn ?? '';
