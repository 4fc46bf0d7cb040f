import { DATABASE_SECRET } from '../names.ts';
import type { RegionPair } from '../topology.ts';
import { awsRegionCode } from './places.ts';

// The physical names that this package writes literally; the engine names the rest, which lets it create a replacement
// before it deletes. A name depends on the topology's name and the region and never on the role.

/** Names of one region's resources. */
export interface AwsRegionNames {
  readonly balancer: string;
  /** Cluster of the database; its instances are this with a number. */
  readonly database: string;
}

export interface AwsPhysicalNames {
  /** By region. */
  readonly regions: Readonly<Record<string, AwsRegionNames>>;
  /** The global database. */
  readonly database: string;
  /** Repository of the images, of one name in both regions. */
  readonly images: string;
  /** By the name under which the service knows the secret. The database password is among them. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What {@link awsNames} needs to know of a topology. */
export interface AwsNamed {
  readonly name: string;
  readonly regions: RegionPair;
  readonly secrets: readonly string[];
}

/** The literal names of a topology's resources; the same input always gives the same names. */
export const awsNames = ({ name, regions, secrets }: AwsNamed): AwsPhysicalNames => ({
  regions: Object.fromEntries(
    [regions.primary, regions.failover].map((region) => [
      region,
      { balancer: `${name}-${awsRegionCode(region)}`, database: `${name}-db-${region}` },
    ]),
  ),
  database: `${name}-db`,
  images: `${name}-images`,
  secrets: Object.fromEntries([DATABASE_SECRET, ...secrets].map((secret) => [secret, `${name}-${secret}`])),
});

/** Longest name of a load balancer, which is the shortest that any of these may be. */
export const BALANCER_MAX_CHARS = 32;
