import type { Output } from '@pulumi/pulumi';
import { MultiCloud } from '../components/multicloud/index.ts';
import type { MultiTopology } from '../topology/shape/multicloud/schema.ts';
import { requireGuards } from './guards.ts';

/** What a stack on both clouds tells the outside. Never a secret: passwords and keys stay in the stores. */
export interface MultiStackOutputs {
  /** Address of the site. */
  url: string;
  /** Where each cloud alone is reached. */
  hosts: { gcp: string; aws: string };
  /** Addresses of each cloud's entry. */
  dns: { gcp: Output<string>; aws: Output<string[]> };
  /** The cloud whose database takes the writes of both. */
  writer: MultiTopology['writer'];
  /** Host that takes writes. */
  writes: Output<string>;
  /** User on Google's database that has to be allowed to replicate, once. */
  follower: Output<string>;
  /** What a service of one cloud needs in order to act on the other. */
  identity: {
    onGoogle: { audience: Output<string>; account: Output<string> };
    onAws: { audience: Output<string>; role: Output<string> };
  };
  buckets: { gcp: Output<string>; aws: Readonly<Record<string, Output<string>>> };
}

/** Two regions on each of two clouds. Its data can neither be deleted by a slip nor lost with a zone. */
export function multicloud(topology: MultiTopology): MultiStackOutputs {
  requireGuards('multicloud', topology.gcp, 'gcp.');
  requireGuards('multicloud', topology.aws, 'aws.');
  const site = new MultiCloud(topology.name, topology);
  const { google, aws, identity } = site;
  return {
    url: `https://${topology.domain}`,
    hosts: { gcp: topology.gcp.domain, aws: topology.aws.domain },
    dns: { gcp: google.entry.ipv4, aws: aws.entry.addresses },
    writer: topology.writer,
    writes: site.writeHost,
    follower: site.followerName,
    identity: {
      onGoogle: { audience: identity.googleAudience, account: identity.googleAccountEmail },
      onAws: { audience: identity.awsAudience, role: identity.awsRoleArn },
    },
    buckets: { gcp: google.bucket.bucketName, aws: aws.bucket.bucketNames },
  };
}
