import type { Output } from '@pulumi/pulumi';
import { GcpTwoRegion } from '../components/gcp/index.ts';
import { quotasOf, type Quota } from '../topology/shape/quotas.ts';
import type { Topology } from '../topology/shape/topology.ts';

/** What a stack tells the outside. Never a secret: passwords stay in the secret store. */
export interface StackOutputs {
  /** Address of the site. */
  url: string;
  /** Records to make for the domain: A and AAAA to reach the entry, and the proof without which no certificate is issued. */
  dns: { A: Output<string>; AAAA: Output<string>; certificate: Output<{ name: string; type: string; data: string }> };
  /** Home role of the region that takes writes now. */
  active: Topology['active'];
  /** By region: the service, its identity, and where it reads. */
  regions: Record<
    string,
    { service: Output<string>; identity: Output<string>; database: Output<string>; reads: Output<string> }
  >;
  /** Host that takes writes. */
  writes: Output<string>;
  bucket: Output<string>;
  /** Where images are pushed to. */
  registry: Output<string>;
  dashboard: Output<string>;
  /** By region: what its quota has to allow, were it to carry everything. */
  quotas: Readonly<Record<string, Quota>>;
}

/** Builds a topology on Google Cloud. What differs between environments is in their configuration. */
export function compose(topology: Topology): StackOutputs {
  const site = new GcpTwoRegion(topology.name, topology);
  const { entry, database } = site;
  return {
    url: `https://${topology.domain}`,
    dns: { A: entry.ipv4, AAAA: entry.ipv6, certificate: entry.certificateRecord },
    active: topology.active,
    regions: Object.fromEntries(
      Object.entries(site.regions).map(([region, half]) => [
        region,
        {
          service: half.serviceName,
          identity: half.serviceAccountEmail,
          database: database.instanceNames[region]!,
          reads: database.readHosts[region]!,
        },
      ]),
    ),
    writes: database.writeHost,
    bucket: site.bucket.bucketName,
    registry: site.images.registry,
    dashboard: site.signals.dashboardId,
    quotas: quotasOf(topology),
  };
}
