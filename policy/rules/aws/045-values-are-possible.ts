import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notAllowed } from '../support/demands.ts';
import { unlessFilledIn } from '../support/filled.ts';
import { FARGATE_MEMORY, POSSIBLE } from './support/possible.ts';
import { TASK_DEFINITIONS } from './support/sources.ts';
import { onFargate } from './support/tasks.ts';

export const valuesArePossible = graphRule({
  id: 'tandem-aws-045-values-are-possible',
  title: 'Numbers and names are ones that the API takes',
  what: 'Counts, periods, ports and weights are in their ranges, enumerations are spelt as the API spells them, and a Fargate task has a pair of cpu and memory that exists.',
  why: 'The preview does not check these; the API refuses them in the middle of an apply.',
  source: TASK_DEFINITIONS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Write a value that the message allows.',
  example: "cpu: '1024', memory: '2048'",
  types: Object.keys(POSSIBLE),
  judge: (graph) => [
    ...graph
      .ofType(...Object.keys(POSSIBLE))
      .flatMap((resource) => unlessFilledIn(resource, notAllowed(resource, POSSIBLE[resource.type] ?? {}))),
    ...graph.ofType(TASK_DEFINITION).filter(onFargate).flatMap(judgeSize),
  ],
});

function judgeSize(task: Resource): readonly Finding[] {
  for (const argument of ['cpu', 'memory'])
    if (isUnknown(valueAt(task.inputs, argument))) return [unknownArgument(task, argument, `write ${argument} out`)];
  const given = (argument: string): string => String(valueAt(task.inputs, argument) ?? 'not set');
  const findings: Finding[] = [];
  const offered = FARGATE_MEMORY[numberAt(task.inputs, 'cpu') ?? 0];
  if (!offered) {
    const problem = `is ${given('cpu')}; Fargate offers ${Object.keys(FARGATE_MEMORY).join(', ')}`;
    return [breach(task, 'cpu', problem, 'set cpu to one of them')];
  }
  if (!offered.holds(numberAt(task.inputs, 'memory'))) {
    const problem = `is ${given('memory')}; with cpu ${given('cpu')} allowed is ${offered.allowed}`;
    findings.push(breach(task, 'memory', problem, 'set memory to one of them'));
  }
  const network = textAt(task.inputs, 'networkMode');
  if (network !== undefined && network !== 'awsvpc')
    findings.push(breach(task, 'networkMode', `is ${network}; Fargate takes awsvpc`, 'set networkMode to awsvpc'));
  return findings;
}
