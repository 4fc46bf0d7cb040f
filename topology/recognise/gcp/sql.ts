import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isSet, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Member, Store, StoreOption } from '../../model/model.ts';
import { recoveryPoint, writableAfter } from '../../arithmetic/recovery.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { tierCpus } from '../size.ts';
import { SQL_INSTANCE } from './types.ts';

// Cloud SQL: a primary and the replicas that follow it, as one store.

/** Every Cloud SQL primary with its replicas. */
export function recogniseSql(graph: ResourceGraph): readonly Store[] {
  const instances = graph.ofType(SQL_INSTANCE);
  const replicas = instances.filter(isReplica);
  return instances
    .filter((instance) => !isReplica(instance))
    .map((primary) =>
      sqlStore(
        graph,
        primary,
        replicas.filter((replica) => follows(graph, replica, primary)),
      ),
    );
}

const isReplica = (instance: Resource): boolean =>
  isSet(instance.inputs, 'masterInstanceName') || textAt(instance.inputs, 'instanceType') === 'READ_REPLICA_INSTANCE';

/** A replica may follow another replica, which follows the primary. */
function follows(graph: ResourceGraph, replica: Resource, primary: Resource): boolean {
  let chain: readonly Resource[] = [replica];
  for (let hop = 0; hop < MOST_HOPS && chain.length > 0; hop++) {
    chain = chain.flatMap((one) => graph.linked(one, 'masterInstanceName', [SQL_INSTANCE]));
    if (chain.includes(primary)) return true;
  }
  return false;
}

/** Cloud SQL follows through three replicas at most; a circle must not be followed for ever. */
const MOST_HOPS = 4;

function sqlStore(graph: ResourceGraph, primary: Resource, replicas: readonly Resource[]): Store {
  const members = [primary, ...replicas].map((instance): Member => ({
    region: regionOf(graph, instance) ?? '',
    role: instance === primary ? 'primary' : 'replica',
    zoneRedundant: textAt(instance.inputs, 'settings.availabilityType') === 'REGIONAL',
    size: textAt(instance.inputs, 'settings.tier'),
    cpus: tierCpus(textAt(instance.inputs, 'settings.tier')),
    urn: instance.urn,
  }));
  const home = members[0]?.region;
  const away = members.filter(({ region }) => region !== home);
  const plus = textAt(primary.inputs, 'settings.edition') === 'ENTERPRISE_PLUS';
  const designated = plus && isSet(primary.inputs, 'replicationCluster.failoverDrReplicaName');
  return {
    name: primary.name,
    kind: 'sql',
    cloud: 'gcp',
    urn: primary.urn,
    members,
    readers: [],
    replication: away.length > 0 ? 'async' : 'none',
    rpo: away.length > 0 ? recoveryPoint('cloud-sql-replica') : undefined,
    promotion:
      away.length > 0
        ? {
            who: 'operator',
            seconds: designated
              ? writableAfter('cloud-sql-designated', 'follows')
              : writableAfter('cloud-sql-replica', 'deployed'),
          }
        : { who: 'nobody' },
    options: plus && !designated ? away.slice(0, 1).map((replica) => designation(graph, primary, replica)) : [],
    guarded: primary.protect || valueAt(primary.inputs, 'deletionProtection') !== false,
    availability: !members[0]?.zoneRedundant
      ? googleSla.cloudSqlZonal
      : plus
        ? googleSla.cloudSqlEnterprisePlusHa
        : googleSla.cloudSqlEnterpriseHa,
    evidence: sqlEvidence(primary, replicas, members, away, designated),
  };
}

/** Designating a replica makes its promotion one command, and the write endpoint follows. */
const designation = (graph: ResourceGraph, primary: Resource, replica: Member): StoreOption => ({
  urn: primary.urn,
  argument: 'replicationCluster.failoverDrReplicaName',
  from: 'nothing',
  to: textAt(graph.get(replica.urn)?.inputs, 'name') ?? 'the name of the replica',
  gives: { promotion: { who: 'operator', seconds: writableAfter('cloud-sql-designated', 'follows') } },
});

function sqlEvidence(
  primary: Resource,
  replicas: readonly Resource[],
  members: readonly Member[],
  away: readonly Member[],
  designated: boolean,
): readonly Evidence[] {
  const home = members[0]?.region ?? '';
  const found: Evidence[] = [
    {
      urn: primary.urn,
      argument: 'settings.availabilityType',
      says: members[0]?.zoneRedundant
        ? `has a standby in a second zone of ${home}`
        : `runs in a single zone of ${home}`,
    },
  ];
  for (const replica of replicas) {
    const region = members.find(({ urn }) => urn === replica.urn)?.region ?? '';
    found.push({
      urn: replica.urn,
      argument: 'region',
      says: region === home ? `is a replica in the same region ${home}` : `is a replica in ${region}`,
    });
  }
  if (away.length === 0) {
    found.push({
      urn: primary.urn,
      argument: 'region',
      says: `has no replica outside ${home}: its data goes with the region`,
    });
  } else if (designated) {
    found.push({
      urn: primary.urn,
      argument: 'replicationCluster.failoverDrReplicaName',
      says: 'a replica is designated: one command fails over and the write endpoint follows',
    });
  }
  return found;
}
