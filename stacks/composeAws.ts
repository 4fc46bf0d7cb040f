import type { Output } from '@pulumi/pulumi';
import { AwsTwoRegion } from '../components/aws/index.ts';
import type { AwsTopology } from '../topology/shape/aws/schema.ts';

/** What a stack on AWS tells the outside. Never a secret: passwords stay in the secret store. */
export interface AwsStackOutputs {
  /** Address of the site. */
  url: string;
  /** The entry's fixed addresses, and the name servers that the zone above the domain has to point to; empty where there are none. */
  dns: { A: Output<string[]>; nameServers: Output<string[]> };
  /** Home role of the region that holds the write side. */
  active: AwsTopology['active'];
  /** By region: the service, its identity, where it reads, its bucket and its image registry. */
  regions: Record<
    string,
    {
      service: Output<string>;
      identity: Output<string>;
      database: Output<string>;
      reads: Output<string>;
      bucket: Output<string>;
      registry: Output<string>;
    }
  >;
  /** Host that takes writes. */
  writes: Output<string>;
  dashboard: Output<string>;
  /** Table of both regions; left out where there is none. */
  table?: Output<string>;
}

/** Builds a topology on AWS. What differs between environments is in their configuration. */
export function composeAws(topology: AwsTopology): AwsStackOutputs {
  const site = new AwsTwoRegion(topology.name, topology);
  const { database, bucket, images, table } = site;
  return {
    url: `https://${topology.domain}`,
    dns: { A: site.entry.addresses, nameServers: site.certificate.nameServers },
    active: topology.active,
    regions: Object.fromEntries(
      Object.entries(site.regions).map(([region, half]) => [
        region,
        {
          service: half.serviceName,
          identity: half.roleArn,
          database: database.instanceNames[region]!,
          reads: database.readHosts[region]!,
          bucket: bucket.bucketNames[region]!,
          registry: images.registries[region]!,
        },
      ]),
    ),
    writes: database.writeHost,
    dashboard: site.signals.dashboardId,
    ...(table ? { table: table.tableName } : {}),
  };
}
