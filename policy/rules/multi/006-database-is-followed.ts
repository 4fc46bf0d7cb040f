import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { doorsOf, GROUP, lets } from '../aws/support/doors.ts';
import { notTrue } from '../support/values.ts';
import { LOGICAL_REPLICATION } from './support/sources.ts';

const TASK = 'aws:dms/replicationTask:ReplicationTask';
const INSTANCE = 'aws:dms/replicationInstance:ReplicationInstance';
const ENDPOINT = 'aws:dms/endpoint:Endpoint';
/** Where a task names its parts. */
const PARTS = ['replicationInstanceArn', 'sourceEndpointArn', 'targetEndpointArn'] as const;
const FLAG = 'cloudsql.logical_decoding';
const FLAGS = 'settings.databaseFlags';

export const databaseIsFollowed = graphRule({
  id: 'tandem-multi-006-database-is-followed',
  title: 'The other cloud follows the database',
  what: `A replication task carries changes and not only a first load, selects tables, everything made for one is used by one, its two endpoints differ and are one way, its replication instance is in several zones, and a Cloud SQL instance that it reads has the flag ${FLAG} on.`,
  why: 'No cloud offers a standby on the other: what is carried is changes, one way. A task that stops after the first load is a backup of that day, and without the flag it never starts.',
  source: LOGICAL_REPLICATION,
  severity: 'critical',
  level: 'mandatory',
  remediation: `Set migrationType to full-load-and-cdc, multiAz to true, and the flag ${FLAG} to on for the source.`,
  example: `databaseFlags: [{ name: '${FLAG}', value: 'on' }]`,
  types: [TASK, INSTANCE, SQL_INSTANCE],
  judge: (graph) => [
    ...graph.ofType(TASK).flatMap((task) => judge(graph, task)),
    ...graph
      .ofType(INSTANCE)
      .flatMap((one) => notTrue(one, 'multiAz', 'so the loss of one zone stops what follows the database')),
    ...graph.ofType(INSTANCE, ENDPOINT).flatMap((part) => idle(graph, part)),
    ...graph.ofType(TASK).flatMap((task) => shutIn(graph, task)),
  ],
});

function judge(graph: ResourceGraph, task: Resource): readonly Finding[] {
  const argument = 'migrationType';
  const type = valueAt(task.inputs, argument);
  const fix = 'set migrationType to full-load-and-cdc';
  const carried = isUnknown(type)
    ? [unknownArgument(task, argument, fix)]
    : ['cdc', 'full-load-and-cdc'].includes(String(type))
      ? []
      : [breach(task, argument, `is ${String(type)}, which ends after the first load`, fix)];
  const [source] = graph.linked(task, 'sourceEndpointArn', [ENDPOINT]);
  const [target] = graph.linked(task, 'targetEndpointArn', [ENDPOINT]);
  return [...carried, ...selected(task), ...directions(source, target), ...(source ? decoding(graph, source) : [])];
}

/** What no task uses follows nothing. */
function idle(graph: ResourceGraph, part: Resource): readonly Finding[] {
  const used = graph
    .ofType(TASK)
    .some((task) => PARTS.some((argument) => graph.linked(task, argument, [part.type]).includes(part)));
  if (used) return [];
  const problem = 'is missing that uses this, so nothing follows the database';
  return [breach(part, 'dms.ReplicationTask', problem, 'add a ReplicationTask from the source to the target')];
}

/** The instance of a task connects to both databases. Groups that are made elsewhere are taken to let it. */
function shutIn(graph: ResourceGraph, task: Resource): readonly Finding[] {
  const ports = [
    ...graph.linked(task, 'sourceEndpointArn', [ENDPOINT]),
    ...graph.linked(task, 'targetEndpointArn', [ENDPOINT]),
  ].flatMap(({ inputs }) => numberAt(inputs, 'port') ?? []);
  return graph.linked(task, 'replicationInstanceArn', [INSTANCE]).flatMap((instance) => {
    const groups = graph.linked(instance, 'vpcSecurityGroupIds', [GROUP]);
    const doors = doorsOf(graph, groups, 'egress');
    const [first] = groups;
    if (!first || !doors) return [];
    return [...new Set(ports)]
      .filter((port) => !doors.some((door) => lets(door, port)))
      .map((port) => {
        const problem = `on port ${port} is missing, where ${instance.name} connects to a database`;
        return breach(first, 'egress', problem, `add a SecurityGroupEgressRule for port ${port}`);
      });
  });
}

/** A task that selects no table carries none. */
function selected(task: Resource): readonly Finding[] {
  const argument = 'tableMappings';
  const text = textAt(task.inputs, argument);
  if (text === undefined) return [];
  const fix = 'select schemas and tables with a rule of type selection and action include';
  try {
    return valuesAt(JSON.parse(text), 'rules').some(includes) ? [] : [breach(task, argument, 'selects no table', fix)];
  } catch {
    return [breach(task, argument, 'is no JSON', fix)];
  }
}

const includes = (rule: unknown): boolean =>
  textAt(rule, 'rule-type') === 'selection' &&
  textAt(rule, 'rule-action') === 'include' &&
  isSet(rule, 'object-locator');

function directions(source: Resource | undefined, target: Resource | undefined): readonly Finding[] {
  const wrong = (endpoint: Resource | undefined, wanted: string): readonly Finding[] =>
    endpoint &&
    textAt(endpoint.inputs, 'endpointType') !== undefined &&
    textAt(endpoint.inputs, 'endpointType') !== wanted
      ? [
          breach(
            endpoint,
            'endpointType',
            `is ${textAt(endpoint.inputs, 'endpointType') ?? ''} where the task needs a ${wanted}`,
            `set endpointType to ${wanted}`,
          ),
        ]
      : [];
  return [...wrong(source, 'source'), ...wrong(target, 'target')];
}

function decoding(graph: ResourceGraph, endpoint: Resource): readonly Finding[] {
  const linked = Object.keys(endpoint.inputs).flatMap((argument) => graph.linked(endpoint, argument));
  const sources = linked.flatMap((resource) =>
    resource.type === SQL_INSTANCE ? [resource] : graph.linked(resource, 'instance', [SQL_INSTANCE]),
  );
  return [...new Set(sources)].flatMap((instance): readonly Finding[] => {
    const fix = `add { name: '${FLAG}', value: 'on' }`;
    if (isUnknown(valueAt(instance.inputs, FLAGS))) return [unknownArgument(instance, FLAGS, fix)];
    const flag = blocksAt(instance.inputs, FLAGS).find((block) => textAt(block, 'name') === FLAG);
    if (flag && ['on', '1', 'true'].includes(String(valueAt(flag, 'value')))) return [];
    return [breach(instance, FLAGS, `lacks ${FLAG} on, and ${endpoint.name} reads its changes`, fix)];
  });
}
