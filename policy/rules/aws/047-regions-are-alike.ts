import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE, LISTENERS, TARGET_GROUPS, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { written } from '../support/values.ts';
import { namedGroups } from './support/entries.ts';
import { linksIn } from './support/scope.ts';
import { streamsIn } from './support/streams.ts';
import { containersOf } from '../../../topology/recognise/aws/containers.ts';

import { FAULT_BOUNDARIES } from './support/sources.ts';

/** Arguments that decide whether one region carries what the other one sent, by the part of the stack. */
const ALIKE = {
  service: [
    'launchType',
    'platformVersion',
    'healthCheckGracePeriodSeconds',
    'enableExecuteCommand',
    'loadBalancers.0.containerPort',
  ],
  task: ['cpu', 'memory', 'networkMode', 'requiresCompatibilities', 'runtimePlatform'],
  scaler: ['minCapacity', 'maxCapacity'],
  group: [
    'port',
    'protocol',
    'protocolVersion',
    'healthCheck',
    'deregistrationDelay',
    'slowStart',
    'loadBalancingAlgorithmType',
    'stickiness',
  ],
  listener: ['port', 'protocol', 'sslPolicy', 'alpnPolicy'],
} as const;
type Part = keyof typeof ALIKE;

export const regionsAreAlike = graphRule({
  id: 'tandem-aws-047-regions-are-alike',
  title: 'Either region can do what the other does',
  what: 'Services, tasks, scaling, target groups and listeners of one stream of traffic have the same sizes, checks and variables in every region. Images may differ, so that a release can go region by region.',
  why: 'A size, a check or a variable that one region lacks is missed in the failover, when it gets the requests that need it.',
  source: FAULT_BOUNDARIES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Build the stacks of all regions in one loop.',
  example: 'for (const region of regions) new Service(`api-${region}`, { region, ...same })',
  types: [ECS_SERVICE, TASK_DEFINITION, ...TARGET_GROUPS, ...LISTENERS],
  judge: (graph) =>
    streamsIn(graph).flatMap(([first, ...others]) =>
      first ? others.flatMap((other) => compare(graph, first, other)) : [],
    ),
});

function partsOf(graph: ResourceGraph, service: Resource): Partial<Record<Part, Resource>> {
  const [task] = graph.linked(service, 'taskDefinition', [TASK_DEFINITION]);
  const [group] = graph.linked(service, 'loadBalancers', TARGET_GROUPS);
  const scaler = linksIn(graph).scalers.get(service)?.[0];
  const listener =
    group && graph.ofType(...LISTENERS).find((one) => namedGroups(graph, one, 'defaultActions').includes(group));
  return {
    service,
    ...(task ? { task } : {}),
    ...(group ? { group } : {}),
    ...(scaler ? { scaler } : {}),
    ...(listener ? { listener } : {}),
  };
}

function compare(graph: ResourceGraph, first: Resource, other: Resource): readonly Finding[] {
  const [here, there] = [partsOf(graph, other), partsOf(graph, first)];
  const where = regionOf(graph, first) ?? first.name;
  return [
    ...(Object.keys(ALIKE) as Part[]).flatMap((part): readonly Finding[] => {
      const [one, two] = [here[part], there[part]];
      return one && two ? ALIKE[part].flatMap((argument) => difference(one, two, argument, where)) : [];
    }),
    ...variables(here.task, there.task, where),
    ...strange(graph, here.task, other),
    ...strange(graph, there.task, first),
    ...variables(there.task, here.task, regionOf(graph, other) ?? other.name),
  ];
}

function difference(here: Resource, there: Resource, path: string, where: string): readonly Finding[] {
  const [one, two] = [valueAt(here.inputs, path), valueAt(there.inputs, path)];
  if (JSON.stringify(sorted(one)) === JSON.stringify(sorted(two))) return [];
  const argument = written(path);
  const fix = `give ${here.name} and ${there.name} the same value`;
  if (isUnknown(one) || isUnknown(two))
    return [undecided(here, argument, `may or may not be as in ${where}: it is not known before an apply`, fix)];
  return [
    breach(here, argument, `is ${said(one)} here and ${said(two)} in ${where}; allowed is the same in both`, fix),
  ];
}

function variables(here: Resource | undefined, there: Resource | undefined, where: string): readonly Finding[] {
  const [own, others] = [here && namesIn(here), there && namesIn(there)];
  if (!here || !own || !others) return [];
  const missing = others.filter((name) => !own.includes(name));
  if (missing.length === 0) return [];
  return [
    breach(
      here,
      'containerDefinitions',
      `lacks ${missing.join(', ')}, which ${where} has`,
      `add ${missing.join(', ')}`,
    ),
  ];
}

/** A variable that says the region says the one that the task is in. */
function strange(graph: ResourceGraph, task: Resource | undefined, service: Resource): readonly Finding[] {
  const region = regionOf(graph, service);
  if (!task || region === undefined) return [];
  return (containersOf(task) ?? [])
    .flatMap((container) => blocksAt(container, 'environment'))
    .filter((variable) => /^((AWS_)?(DEFAULT_)?REGION)$/i.test(textAt(variable, 'name') ?? ''))
    .filter((variable) => (textAt(variable, 'value') ?? region) !== region)
    .map((variable) => {
      const problem = `says ${textAt(variable, 'name') ?? ''} ${textAt(variable, 'value') ?? ''}, and the task is in ${region}`;
      return breach(task, 'containerDefinitions', problem, `set it to ${region}`);
    });
}

const namesIn = (task: Resource): readonly string[] | undefined =>
  containersOf(task)?.flatMap((container) =>
    ['environment', 'secrets'].flatMap((list) => {
      const items = valueAt(container, list);
      return (Array.isArray(items) ? items : []).map((item: unknown) => textAt(item, 'name') ?? '');
    }),
  );

const said = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));

function sorted(value: unknown): unknown {
  // Not set is off.
  if (value === false || value === 0 || value === null) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
