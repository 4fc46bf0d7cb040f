import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import { runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const db = (path: string, value: unknown) => set('db-primary', path, value);
const replica = (path: string, value: unknown) => set('db-replica', path, value);
const placed = (dataLocations: unknown, location = 'US') =>
  change(set('data', 'location', location), 'data', 'customPlacementConfig', { dataLocations });
const declared = (told: Readonly<Record<string, unknown>>): Draft =>
  draft('tandem:index:GcpTwoRegion', 'acme', { declared: { objectives: {}, ...told } });
/** A topology with a bucket of its own. */
const within = (name: string, regions: Readonly<Record<string, string>>, location: string): readonly Draft[] => [
  draft('tandem:index:GcpTwoRegion', name, { declared: { objectives: {}, regions } }),
  draft('gcp:storage/bucket:Bucket', `${name}-bucket`, { location }, { parent: name }),
];
const repository = (name: string, location: unknown): Draft =>
  draft('gcp:artifactregistry/repository:Repository', name, { repositoryId: name, location, format: 'DOCKER' });
const image = (host: string) => set('run-us-east1', 'template.containers.0.image', `${host}/acme/api/api:1`);
const replicas = 'replication.userManaged.replicas';

export const storeCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-020-database-survives-a-zone': {
    pass: [
      holds('regional with logs', runPlan),
      holds(
        'MySQL with binary logs',
        change(db('databaseVersion', 'MYSQL_8_0'), 'db-primary', 'settings.backupConfiguration', {
          enabled: true,
          binaryLogEnabled: true,
        }),
      ),
      holds('a replica needs no backups', replica('settings.backupConfiguration', undefined)),
    ],
    fail: [
      broken(
        'zonal',
        db('settings.availabilityType', 'ZONAL'),
        'db-primary',
        'settings.availabilityType',
        /is "ZONAL"; allowed is REGIONAL/,
      ),
      broken(
        'default availability',
        db('settings.availabilityType', undefined),
        'db-primary',
        'settings.availabilityType',
        /is not set/,
      ),
      broken(
        'no backups',
        db('settings.backupConfiguration.enabled', false),
        'db-primary',
        'settings.backupConfiguration.enabled',
      ),
      broken(
        'no logs',
        db('settings.backupConfiguration.pointInTimeRecoveryEnabled', undefined),
        'db-primary',
        'settings.backupConfiguration.pointInTimeRecoveryEnabled',
      ),
      broken(
        'MySQL without binary logs',
        db('databaseVersion', 'MYSQL_8_0'),
        'db-primary',
        'settings.backupConfiguration.binaryLogEnabled',
      ),
      broken('no edition', db('settings.edition', undefined), 'db-primary', 'settings.edition'),
    ],
    unknown: [broken('computed', db('settings.availabilityType', id), 'db-primary', 'settings.availabilityType')],
  },
  'tandem-gcp-021-database-replica-elsewhere': {
    pass: [
      holds('an equal replica', runPlan),
      holds(
        'by literal name',
        relink(
          change(db('name', 'main'), 'db-replica', 'masterInstanceName', 'main'),
          'db-replica',
          'masterInstanceName',
          [],
        ),
      ),
      holds('a small reader beside the equal one', [
        ...runPlan,
        draft(
          'gcp:sql/databaseInstance:DatabaseInstance',
          'reader',
          {
            region: 'us-west1',
            masterInstanceName: id,
            databaseVersion: 'POSTGRES_17',
            settings: { tier: 'db-custom-1-3840' },
          },
          { links: { masterInstanceName: ['db-primary'] } },
        ),
      ]),
      holds('designated on Enterprise Plus', db('replicationCluster', { failoverDrReplicaName: 'p:db' })),
    ],
    fail: [
      broken(
        'no replica',
        without(runPlan, 'db-replica'),
        'db-primary',
        'region',
        /no instance in the plan replicates it/,
      ),
      broken(
        'beside its primary',
        replica('region', 'us-central1'),
        'db-replica',
        'region',
        /the region of its primary/,
      ),
      broken(
        'smaller',
        replica('settings.tier', 'db-perf-optimized-N-1'),
        'db-replica',
        'settings.tier',
        /allowed is the same/,
      ),
      broken('zonal', replica('settings.availabilityType', 'ZONAL'), 'db-replica', 'settings.availabilityType'),
      broken('another version', replica('databaseVersion', 'POSTGRES_16'), 'db-replica', 'databaseVersion'),
      broken(
        'another SSL mode',
        replica('settings.ipConfiguration.sslMode', undefined),
        'db-replica',
        'settings.ipConfiguration.sslMode',
      ),
      broken(
        'designated on Enterprise',
        change(db('settings.edition', 'ENTERPRISE'), 'db-primary', 'replicationCluster', { failoverDrReplicaName: id }),
        'db-primary',
        'replicationCluster.failoverDrReplicaName',
        /needs settings.edition ENTERPRISE_PLUS/,
      ),
    ],
    unknown: [
      broken('computed tier', replica('settings.tier', id), 'db-replica', 'settings.tier'),
      broken('computed region', replica('region', id), 'db-primary', 'region'),
    ],
  },
  'tandem-gcp-022-database-is-guarded': {
    pass: [holds('both', runPlan), holds('the engine guards by default', db('deletionProtection', undefined))],
    fail: [
      broken('engine', db('deletionProtection', false), 'db-primary', 'deletionProtection'),
      broken(
        'cloud',
        replica('settings.deletionProtectionEnabled', undefined),
        'db-replica',
        'settings.deletionProtectionEnabled',
      ),
    ],
    unknown: [broken('computed', db('deletionProtection', id), 'db-primary', 'deletionProtection')],
  },
  'tandem-gcp-023-bucket-in-two-regions': {
    pass: [
      holds('predefined dual-region', runPlan),
      holds('configured dual-region', placed(['US-CENTRAL1', 'US-EAST4'])),
      holds('multi-region without turbo', change(set('data', 'location', 'US'), 'data', 'rpo', undefined)),
      holds('no turbo under a declared objective of a day', [
        ...set('data', 'rpo', 'DEFAULT'),
        declared({ objectives: { rpoSeconds: 86_400 } }),
      ]),
    ],
    fail: [
      broken('one region', set('data', 'location', 'us-central1'), 'data', 'location', /single region us-central1/),
      broken('default replication', set('data', 'rpo', 'DEFAULT'), 'data', 'rpo', /twelve hours/),
      broken('no replication setting', set('data', 'rpo', undefined), 'data', 'rpo', /is not set/),
      broken('no versions', set('data', 'versioning', undefined), 'data', 'versioning.enabled'),
    ],
    unknown: [
      broken('computed location', set('data', 'location', id), 'data', 'location'),
      broken('computed rpo', set('data', 'rpo', id), 'data', 'rpo'),
      broken('computed versions', set('data', 'versioning', id), 'data', 'versioning.enabled'),
    ],
  },
  'tandem-gcp-024-bucket-where-it-is-read': {
    pass: [
      holds('predefined dual-region', runPlan),
      holds('the continent', set('data', 'location', 'US')),
      holds('the same regions in capitals', placed(['US-EAST1', 'US-CENTRAL1'])),
      holds('a program that serves nothing', [draft('gcp:storage/bucket:Bucket', 'data', { location: 'EU' })]),
      holds('each topology in its own regions', [
        ...runPlan,
        ...within('acme', { primary: 'us-central1', failover: 'us-east1' }, 'NAM4'),
        ...within('acme-eu', { primary: 'europe-north1', failover: 'europe-west4' }, 'EUR4'),
      ]),
    ],
    fail: [
      broken(
        'one other region',
        placed(['US-CENTRAL1', 'US-WEST1']),
        'data',
        'customPlacementConfig.dataLocations',
        /not in us-east1/,
      ),
      broken('another pair', set('data', 'location', 'EUR4'), 'data', 'location'),
      broken('another continent', set('data', 'location', 'EU'), 'data', 'location'),
      broken(
        'other regions declared',
        [...runPlan, declared({ regions: { primary: 'us-central1', failover: 'us-east4' } })],
        'data',
        'location',
        /not in us-east4/,
      ),
    ],
    unknown: [broken('computed', placed(id), 'data', 'location')],
  },
  'tandem-gcp-025-secret-where-it-is-read': {
    pass: [
      holds('a replica in each region', runPlan),
      holds('automatic', set('password', 'replication', { auto: {} })),
      holds(
        'a third replica',
        set('password', replicas, [{ location: 'us-central1' }, { location: 'us-east1' }, { location: 'us-west1' }]),
      ),
    ],
    fail: [
      broken(
        'one replica',
        set('password', replicas, [{ location: 'us-central1' }]),
        'password',
        replicas,
        /not in us-east1/,
      ),
      broken(
        'another region',
        set('password', replicas, [{ location: 'us-central1' }, { location: 'us-west1' }]),
        'password',
        replicas,
      ),
    ],
    unknown: [
      broken('computed', set('password', 'replication', id), 'password', replicas),
      broken(
        'one computed location',
        set('password', replicas, [{ location: 'us-central1' }, { location: id }]),
        'password',
        replicas,
      ),
    ],
  },
  'tandem-gcp-026-images-outlive-a-region': {
    pass: [
      holds('multi-region', runPlan),
      holds('one in each region', [
        ...without(runPlan, 'images'),
        repository('one', 'us-central1'),
        repository('two', 'us-east1'),
      ]),
      holds('an image of the own region', image('us-east1-docker.pkg.dev')),
      holds('an image of another registry', image('docker.io')),
    ],
    fail: [
      broken(
        'one region',
        set('images', 'location', 'us-central1'),
        'images',
        'location',
        /no repository is kept in us-east1/,
      ),
      broken('another continent', set('images', 'location', 'europe'), 'images', 'location'),
      broken(
        'an image of the other region',
        image('us-central1-docker.pkg.dev'),
        'run-us-east1',
        'template.containers[0].image',
        /runs in us-east1/,
      ),
    ],
    unknown: [broken('computed', set('images', 'location', id), 'images', 'location')],
  },
};
