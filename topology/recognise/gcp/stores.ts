import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Evidence, Member, Store } from '../../model/model.ts';
import { recoveryPoint } from '../../arithmetic/recovery.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import { regionsOfLocation } from '../../shape/places.ts';
import { isMultiRegion, regionOf } from '../place.ts';
import {
  BUCKET,
  FIRESTORE,
  REDIS_CLUSTER,
  REDIS_INSTANCE,
  REPOSITORY,
  RUN_SERVICE,
  SECRET,
  SECRET_VERSION,
  SPANNER_INSTANCE,
} from './types.ts';

// Stores other than Cloud SQL: buckets, secrets, image repositories, Spanner, Firestore, Redis.

const NOTHING_LOST = recoveryPoint('sync');

type Shape = Pick<Store, 'kind' | 'members' | 'replication' | 'rpo' | 'availability' | 'evidence'> &
  Partial<Pick<Store, 'readers' | 'options' | 'repository'>>;

/** Stores of the graph that are not Cloud SQL. */
export function recogniseStores(graph: ResourceGraph): readonly Store[] {
  return [
    ...graph.ofType(BUCKET).map((bucket) => store(bucket, bucketShape(bucket))),
    ...graph.ofType(SECRET).map((secret) => store(secret, secretShape(graph, secret))),
    ...graph.ofType(REPOSITORY).map((repository) => store(repository, repositoryShape(graph, repository))),
    ...graph.ofType(SPANNER_INSTANCE).map((spanner) => store(spanner, spannerShape(spanner))),
    ...graph.ofType(FIRESTORE).map((database) => store(database, firestoreShape(database))),
    ...graph.ofType(REDIS_INSTANCE, REDIS_CLUSTER).map((cache) => store(cache, cacheShape(graph, cache))),
  ];
}

function store(resource: Resource, shape: Shape): Store {
  const guarded =
    resource.protect ||
    valueAt(resource.inputs, 'deletionProtection') === true ||
    valueAt(resource.inputs, 'deletionPolicy') === 'PREVENT';
  const several = shape.members.length > 1 || shape.members.some(({ region }) => isMultiRegion(region));
  return {
    readers: [],
    options: [],
    ...shape,
    name: resource.name,
    cloud: 'gcp',
    urn: resource.urn,
    promotion: several ? { who: 'automatic', seconds: NOTHING_LOST } : { who: 'nobody' },
    guarded,
  };
}

const member = (resource: Resource, region: string): Member => ({
  region: region.toLowerCase(),
  role: 'equal',
  zoneRedundant: true,
  urn: resource.urn,
});

const evidence = (resource: Resource, argument: string, says: string): readonly Evidence[] => [
  { urn: resource.urn, argument, says },
];

function bucketShape(bucket: Resource): Shape {
  const location = textAt(bucket.inputs, 'location') ?? '';
  const chosen = valuesAt(bucket.inputs, 'customPlacementConfig.dataLocations').map(String);
  const regions = chosen.length > 0 ? chosen : (regionsOfLocation(location) ?? [location]);
  const several = new Set(regions.map((region) => region.toLowerCase())).size > 1 || isMultiRegion(regions[0] ?? '');
  const turbo = valueAt(bucket.inputs, 'rpo') === 'ASYNC_TURBO';
  const argument = chosen.length > 0 ? 'customPlacementConfig.dataLocations' : 'location';
  return {
    kind: 'bucket',
    members: [...new Set(regions.map((region) => region.toLowerCase()))].map((region) => member(bucket, region)),
    replication: several ? 'async' : 'none',
    rpo: several ? recoveryPoint(turbo ? 'bucket-turbo' : 'bucket-default') : undefined,
    options:
      several && !turbo
        ? [
            {
              urn: bucket.urn,
              argument: 'rpo',
              from: 'DEFAULT',
              to: 'ASYNC_TURBO',
              gives: { rpo: recoveryPoint('bucket-turbo') },
            },
          ]
        : [],
    availability: several ? googleSla.storageDualRegion : googleSla.storageRegion,
    evidence: several
      ? evidence(
          bucket,
          turbo ? 'rpo' : argument,
          `objects reach ${regions.join(' and ')} within ${turbo ? '15 minutes' : '12 hours'}`,
        )
      : evidence(bucket, argument, `objects are in ${regions.join()} only`),
  };
}

function secretShape(graph: ResourceGraph, secret: Resource): Shape {
  const replicas = blocksAt(secret.inputs, 'replication.userManaged.replicas').map(
    (block) => textAt(block, 'location') ?? '',
  );
  const automatic = isSet(secret.inputs, 'replication.auto') && !isUnknown(valueAt(secret.inputs, 'replication.auto'));
  const places = automatic ? ['global'] : replicas;
  return {
    kind: 'secret',
    readers: readersOf(graph, secret),
    members: places.map((place) => member(secret, place)),
    replication: places.length > 1 || automatic ? 'sync' : 'none',
    rpo: NOTHING_LOST,
    availability: 1,
    evidence: evidence(
      secret,
      'replication',
      automatic
        ? 'is kept wherever Google keeps it'
        : `is kept in ${places.join(' and ') || 'no region that the plan names'}`,
    ),
  };
}

/** Regions of the Cloud Run services whose template names the secret. */
function readersOf(graph: ResourceGraph, secret: Resource): readonly string[] {
  const readers = graph
    .ofType(RUN_SERVICE)
    .filter((run) =>
      SECRET_PLACES.some((path) =>
        graph
          .linked(run, path, [SECRET, SECRET_VERSION])
          .some((found) => found === secret || of(graph, found) === secret),
      ),
    );
  return [...new Set(readers.flatMap((run) => regionOf(graph, run) ?? []))];
}

const SECRET_PLACES = ['template.containers.envs.valueSource.secretKeyRef.secret', 'template.volumes.secret.secret'];

const of = (graph: ResourceGraph, version: Resource): Resource | undefined =>
  graph.linked(version, 'secret', [SECRET])[0];

function repositoryShape(graph: ResourceGraph, repository: Resource): Shape {
  const location = regionOf(graph, repository) ?? '';
  const name = textAt(repository.inputs, 'repositoryId');
  return {
    kind: 'images',
    ...(name === undefined ? {} : { repository: name }),
    members: [member(repository, location)],
    replication: isMultiRegion(location) ? 'sync' : 'none',
    rpo: NOTHING_LOST,
    availability: 1,
    evidence: evidence(repository, 'location', `images are pulled from ${location}`),
  };
}

function spannerShape(spanner: Resource): Shape {
  const config = (textAt(spanner.inputs, 'config') ?? '').replace(/^.*\//, '');
  const regional = config.startsWith('regional-');
  const place = regional ? config.slice('regional-'.length) : config;
  return {
    kind: 'table',
    members: [member(spanner, place)],
    replication: regional ? 'none' : 'sync',
    rpo: regional ? undefined : NOTHING_LOST,
    availability: regional ? googleSla.spannerRegional : googleSla.spannerMultiRegion,
    evidence: evidence(spanner, 'config', regional ? `is in ${place} only` : `commits in several regions of ${place}`),
  };
}

function firestoreShape(database: Resource): Shape {
  const location = textAt(database.inputs, 'locationId') ?? '';
  const several = isMultiRegion(location);
  return {
    kind: 'table',
    members: [member(database, location)],
    replication: several ? 'sync' : 'none',
    rpo: several ? NOTHING_LOST : undefined,
    availability: several ? googleSla.firestoreMultiRegion : googleSla.firestoreRegional,
    evidence: evidence(
      database,
      'locationId',
      several ? `commits in several regions of ${location}` : `is in ${location} only`,
    ),
  };
}

function cacheShape(graph: ResourceGraph, cache: Resource): Shape {
  const region = regionOf(graph, cache) ?? '';
  const zoneRedundant =
    textAt(cache.inputs, 'tier') === 'STANDARD_HA' || (numberAt(cache.inputs, 'replicaCount') ?? 0) > 0;
  return {
    kind: 'cache',
    members: [{ ...member(cache, region), role: 'primary', zoneRedundant }],
    replication: 'none',
    rpo: undefined,
    availability: 1,
    evidence: evidence(cache, 'region', `is in ${region} only`),
  };
}
