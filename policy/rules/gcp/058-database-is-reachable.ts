import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { GLOBAL_ADDRESS, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { notSetTo } from '../support/values.ts';
import { SQL_PRIVATE_IP } from './support/sources.ts';

const NETWORK = 'gcp:compute/network:Network';
const CONNECTION = 'gcp:servicenetworking/connection:Connection';
const PRIVATE = 'settings.ipConfiguration.privateNetwork';
const PSC = 'settings.ipConfiguration.pscConfigs';

export const databaseIsReachable = graphRule({
  id: 'tandem-gcp-058-database-is-reachable',
  title: 'The private network reaches the database',
  what: 'A Cloud SQL instance without a public address has a private network or a private endpoint, a network of this program is connected to the services, and the range reserved for them is one for peering.',
  why: 'Without the connection the create fails after minutes; without any address nothing reaches the database.',
  source: SQL_PRIVATE_IP,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add a GlobalAddress with purpose VPC_PEERING and a servicenetworking.Connection on the network.',
  example:
    "new Connection(name, { network: network.id, service: 'servicenetworking.googleapis.com', reservedPeeringRanges: [range.name] })",
  types: [SQL_INSTANCE],
  judge: (graph) => [
    ...graph.ofType(CONNECTION).flatMap((connection) => judgeRanges(graph, connection)),
    ...graph.ofType(SQL_INSTANCE).flatMap((instance) => {
      const fix = 'set privateNetwork to a network with a servicenetworking.Connection';
      if (unknownAt(instance, 'settings.ipConfiguration')) {
        return [unknownArgument(instance, 'settings.ipConfiguration', fix)];
      }
      const isPublic = valueAt(instance.inputs, 'settings.ipConfiguration.ipv4Enabled') !== false;
      if (!isSet(instance.inputs, PRIVATE)) {
        if (isPublic || isSet(instance.inputs, PSC)) return [];
        return [breach(instance, PRIVATE, 'is not set, and the database has no other address', fix)];
      }
      const connected = graph
        .ofType(CONNECTION)
        .flatMap((connection) => graph.linked(connection, 'network', [NETWORK]));
      const networks = graph.linked(instance, PRIVATE, [NETWORK]);
      return networks
        .filter((network) => !connected.includes(network))
        .map((network) =>
          breach(
            instance,
            PRIVATE,
            `is ${network.name}, which no servicenetworking.Connection joins to the services`,
            'add a servicenetworking.Connection on this network',
          ),
        );
    }),
  ],
});

const LIST = 'reservedPeeringRanges';
const NEEDED = ['prefixLength', 'network'];
const RANGE = { purpose: 'VPC_PEERING', addressType: 'INTERNAL' } as const;

function judgeRanges(graph: ResourceGraph, connection: Resource): readonly Finding[] {
  const ranges = graph.linked(connection, LIST, [GLOBAL_ADDRESS]);
  const named = valueAt(connection.inputs, LIST);
  const own = graph.ofType(GLOBAL_ADDRESS).filter(({ inputs }) => valueAt(inputs, 'purpose') === RANGE.purpose);
  return [
    ...judgeList(connection, named, own, graph.linked(connection, 'network', [NETWORK]).length > 0),
    ...ranges.flatMap((range) => [
      ...Object.entries(RANGE).flatMap(([argument, wanted]) =>
        notSetTo(range, argument, wanted, `so ${connection.name} cannot use this range`),
      ),
      ...NEEDED.filter((argument) => !isSet(range.inputs, argument)).map((argument) =>
        breach(range, argument, `is not set, so ${connection.name} cannot use this range`, `set ${argument}`),
      ),
    ]),
  ];
}

/** A name that is none of the ranges that the program reserves is most likely a slip. */
function judgeList(connection: Resource, named: unknown, own: readonly Resource[], isOwn: boolean): readonly Finding[] {
  if (isUnknown(named)) return [];
  const names: readonly unknown[] = Array.isArray(named) ? named : [];
  const fix = 'name a GlobalAddress with purpose VPC_PEERING';
  if (names.length === 0) return [breach(connection, LIST, 'is empty, so the services get no addresses', fix)];
  const known = own.map(({ inputs }) => valueAt(inputs, 'name'));
  if (!isOwn || known.some((name) => typeof name !== 'string' || isUnknown(name))) return [];
  const stray = names.findIndex((name) => !isUnknown(name) && !known.includes(name));
  if (stray < 0) return [];
  const problem = `is ${JSON.stringify(names[stray])}, and the ranges of this program are ${known.join(', ') || 'none'}`;
  return [breach(connection, `${LIST}[${stray}]`, problem, fix)];
}
