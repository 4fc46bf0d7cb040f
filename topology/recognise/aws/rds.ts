import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isSet, textAt, valueAt } from '../../graph/value.ts';
import type { Member, Store } from '../../model/model.ts';
import { recoveryPoint, writableAfter } from '../../arithmetic/recovery.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { barredByKey } from './keys.ts';
import { linkedNear } from './links.ts';
import { classCpus } from './size.ts';
import { storeOf } from './store.ts';
import { DATABASE_INSTANCE } from './types.ts';

// RDS without Aurora: an instance and the read replicas that follow it, as one store.

/** Every RDS instance that is no replica, with its replicas. */
export function recogniseRds(graph: ResourceGraph): readonly Store[] {
  const instances = graph.ofType(DATABASE_INSTANCE);
  const replicas = instances.filter(isReplica).map((replica) => ({ replica, source: sourceOf(graph, replica) }));
  return instances
    .filter((instance) => !isReplica(instance))
    .map((primary) =>
      instanceStore(
        graph,
        primary,
        replicas.flatMap(({ replica, source }) => (source === primary ? [replica] : [])),
      ),
    );
}

const isReplica = ({ inputs }: Resource): boolean => isSet(inputs, 'replicateSourceDb');

/** An identifier without an ARN is one in the replica's own region. */
const sourceOf = (graph: ResourceGraph, replica: Resource): Resource | undefined =>
  linkedNear(graph, replica, 'replicateSourceDb', [DATABASE_INSTANCE]).find((source) => source !== replica);

function instanceStore(graph: ResourceGraph, primary: Resource, following: readonly Resource[]): Store {
  const barred = following.flatMap((replica) => barredByKey(graph, replica, 'kmsKeyId'));
  const replicas = following.filter(({ urn }) => !barred.some((reason) => reason.urn === urn));
  const members = [primary, ...replicas].map((instance): Member => ({
    region: regionOf(graph, instance) ?? '',
    role: instance === primary ? 'primary' : 'replica',
    zoneRedundant: valueAt(instance.inputs, 'multiAz') === true,
    size: textAt(instance.inputs, 'instanceClass'),
    cpus: classCpus(textAt(instance.inputs, 'instanceClass')),
    urn: instance.urn,
  }));
  const home = members[0]?.region ?? '';
  const away = members.filter(({ region }) => region !== home);
  const redundant = members[0]?.zoneRedundant === true;
  return storeOf(primary, {
    kind: 'sql',
    members,
    replication: away.length > 0 ? 'async' : 'none',
    rpo: away.length > 0 ? recoveryPoint('rds-replica') : undefined,
    promotion:
      members.length > 1 ? { who: 'operator', seconds: writableAfter('rds-replica', 'deployed') } : { who: 'nobody' },
    availability: redundant ? awsSla.rdsMultiZone : awsSla.rdsSingleZone,
    evidence: [
      {
        urn: primary.urn,
        argument: 'multiAz',
        says: redundant ? `has a standby in a second zone of ${home}` : `runs in a single zone of ${home}`,
      },
      ...barred,
      ...members.slice(1).map(({ urn, region }) => ({
        urn,
        argument: 'region',
        says: region === home ? `is a replica in the same region ${home}` : `is a replica in ${region}`,
      })),
      ...(away.length > 0
        ? []
        : [
            {
              urn: primary.urn,
              argument: 'region',
              says: `has no replica outside ${home}: its data goes with the region`,
            },
          ]),
    ],
  });
}
