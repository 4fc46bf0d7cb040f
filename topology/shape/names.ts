import { regionCode } from './places.ts';

// The physical names that this package writes literally; every other resource is named by the engine, which lets it
// create a replacement before it deletes. A name depends on the topology's name and the region and never on the role.

/** Names of one region's resources. */
export interface RegionNames {
  /** Account id of the service's own identity. */
  readonly serviceAccount: string;
  /** Name of the service. */
  readonly service: string;
  /** Name of the database instance up to its random end of {@link DATABASE_SUFFIX_CHARS} characters. */
  readonly database: string;
}

/** What {@link physicalNames} needs to know of a topology. */
export interface Named {
  readonly name: string;
  readonly project: string;
  readonly regions: { readonly primary: string; readonly failover: string };
  readonly secrets: readonly string[];
}

export interface PhysicalNames {
  /** By region name. */
  readonly regions: Readonly<Record<string, RegionNames>>;
  readonly bucket: string;
  /** Name of the image repository. */
  readonly images: string;
  /** Secret ids by the name the service knows them by. The database password is among them. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** `-` and four hex digits: a database name cannot be used again for a week, so each life gets its own. */
export const DATABASE_SUFFIX_CHARS = 5;

/** The secret that holds the database user's password. */
export const DATABASE_SECRET = 'database-password';

/** The variable in which a service reads a secret: `session-key` as `SESSION_KEY`. */
export const variableName = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');

/** The literal names of a topology's resources; the same input always gives the same names. */
export const physicalNames = ({ name, project, regions, secrets }: Named): PhysicalNames => ({
  regions: Object.fromEntries(
    [regions.primary, regions.failover].map((region) => [
      region,
      {
        serviceAccount: `${name}-${regionCode(region)}`,
        service: `${name}-${region}`,
        database: `${name}-db-${regionCode(region)}`,
      },
    ]),
  ),
  bucket: `${project}-${name}-data`,
  images: `${name}-images`,
  secrets: Object.fromEntries([DATABASE_SECRET, ...secrets].map((secret) => [secret, `${name}-${secret}`])),
});

/** One name beside what its service allows. */
export interface NameLimit {
  readonly what: string;
  readonly name: string;
  readonly maxChars: number;
}

/** What Pulumi adds to a name that it makes: a hyphen and seven random digits. */
const RANDOM_CHARS = 8;

/** Each name that could be too long with its service's limits. Source: provider reference of each resource; Cloud SQL counts `project:instance`. */
export const nameLimits = (named: Named): readonly NameLimit[] => {
  const names = physicalNames(named);
  const databaseMaxChars = 98 - named.project.length - ':'.length - DATABASE_SUFFIX_CHARS;
  return [
    ...Object.values(names.regions).flatMap(({ serviceAccount, service, database }) => [
      { what: 'service account id', name: serviceAccount, maxChars: 30 },
      { what: 'Cloud Run service', name: service, maxChars: 49 },
      { what: 'Cloud SQL instance', name: database, maxChars: databaseMaxChars },
    ]),
    ...Object.keys(names.regions).map((region) => ({
      what: 'subnet',
      name: `${named.name}-net-subnet-${region}`,
      maxChars: 63 - RANDOM_CHARS,
    })),
    { what: 'bucket', name: names.bucket, maxChars: 63 },
    { what: 'image repository', name: names.images, maxChars: 63 },
    ...Object.values(names.secrets).map((name) => ({ what: 'secret id', name, maxChars: 255 })),
  ];
};
