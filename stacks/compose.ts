import type { Output } from '@pulumi/pulumi';
import { GcpTwoRegion, type DnsRecord } from '../components/gcp/index.ts';
import { quotasOf, type Quota } from '../topology/shape/quotas.ts';
import type { Topology } from '../topology/shape/topology.ts';

type Half = { service: Output<string>; identity: Output<string> };

/** What a stack tells of one of its further services. */
export interface ServiceOutputs {
  /** Where clients reach it. */
  urls: string[];
  regions: Record<string, Half>;
}

/** What a stack tells the outside. Never a secret: passwords stay in the secret store. */
export interface StackOutputs {
  /** Address of the site. */
  url: string;
  /** Records to make for the domain: A and AAAA to reach the entry, and the proof without which no certificate is issued. */
  dns: { A: Output<string>; AAAA: Output<string>; certificate: Output<DnsRecord> };
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
  /** Further services by name; absent where there are none. */
  services?: Record<string, ServiceOutputs>;
  /** By further host: the record that proves it. A and AAAA are those of the domain. Absent where there are none. */
  certificates?: Readonly<Record<string, Output<DnsRecord>>>;
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
          ...halfOf(half),
          database: database.instanceNames[region]!,
          reads: database.readHosts[region]!,
        },
      ]),
    ),
    writes: database.writeHost,
    bucket: site.bucket.bucketName,
    registry: site.images.registry,
    dashboard: site.signals.dashboardId,
    ...furtherOutputs(topology, site),
    quotas: quotasOf(topology),
  };
}

const halfOf = ({ serviceName, serviceAccountEmail }: GcpTwoRegion['regions'][string]): Half => ({
  service: serviceName,
  identity: serviceAccountEmail,
});

function furtherOutputs(topology: Topology, site: GcpTwoRegion): Pick<StackOutputs, 'services' | 'certificates'> {
  const certificates = site.entry.otherCertificateRecords;
  const services = Object.entries(site.services).map(([name, { regions }]): [string, ServiceOutputs] => {
    const { hosts, paths } = topology.services[name]!;
    const urls = hosts.flatMap((host) => (paths.length > 0 ? paths : ['']).map((path) => `https://${host}${path}`));
    return [
      name,
      { urls, regions: Object.fromEntries(Object.entries(regions).map(([region, half]) => [region, halfOf(half)])) },
    ];
  });
  return {
    ...(services.length > 0 ? { services: Object.fromEntries(services) } : {}),
    ...(Object.keys(certificates).length > 0 ? { certificates } : {}),
  };
}
