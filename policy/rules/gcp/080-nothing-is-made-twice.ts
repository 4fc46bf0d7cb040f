import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { AUTOSCALER, FORWARDING_RULE, REGION_AUTOSCALER } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { twinsAmong } from '../support/twins.ts';
import table from './arguments.json' with { type: 'json' };

/** Where one name may be used again. */
const PLACES = ['project', 'region', 'location', 'zone'];

/** What there can be only one of, by the arguments that tell; for all other types that is the name in its place. */
const ONE: Readonly<Record<string, readonly string[]>> = {
  [FORWARDING_RULE]: ['ipAddress', 'portRange'],
  [AUTOSCALER]: ['target'],
  [REGION_AUTOSCALER]: ['target'],
  'gcp:artifactregistry/repository:Repository': ['repositoryId', 'location', 'project'],
  'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry': ['map', 'hostname', 'matcher'],
  'gcp:compute/routerInterface:RouterInterface': ['router', 'region', 'name'],
  'gcp:compute/routerNat:RouterNat': ['router', 'region', 'sourceSubnetworkIpRangesToNat', 'subnetworks', 'rules'],
  'gcp:compute/routerPeer:RouterPeer': ['router', 'region', 'name'],
  'gcp:dns/recordSet:RecordSet': ['managedZone', 'name', 'type'],
  'gcp:iam/workloadIdentityPool:WorkloadIdentityPool': ['workloadIdentityPoolId', 'project'],
  'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider': [
    'workloadIdentityPoolId',
    'workloadIdentityPoolProviderId',
    'project',
  ],
  'gcp:secretmanager/secret:Secret': ['secretId', 'project'],
  'gcp:serviceaccount/account:Account': ['accountId', 'project'],
  'gcp:servicenetworking/connection:Connection': ['network', 'service'],
  'gcp:sql/database:Database': ['instance', 'name'],
  'gcp:sql/user:User': ['instance', 'name', 'host', 'type'],
  // Names of objects are unique in the world.
  'gcp:storage/bucket:Bucket': ['name'],
};
const NAMED = Object.entries(table).flatMap(([type, names]) =>
  type.startsWith('gcp:') && !/IA?M|:projects/i.test(type) && names.split(' ').includes('name') ? [type] : [],
);
const TYPES = [...new Set([...NAMED, ...Object.keys(ONE)])].sort();

export const nothingIsMadeTwice = graphRule({
  id: 'tandem-gcp-080-nothing-is-made-twice',
  title: 'Nothing is made twice',
  what: 'No two resources of one type have the same name in the same place, and there is one forwarding rule for an address and port, one NAT for the subnets of a router, one autoscaler for a group and one entry for a host.',
  why: 'The preview takes both. The API refuses the second in the middle of an apply, or both write the same thing and each undoes the other.',
  source: 'https://docs.cloud.google.com/compute/docs/naming-resources',
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Remove one of the two, or give it another name.',
  example: 'new Subnetwork(`net-${region}`, { region, ... }) // one a region, named by Pulumi',
  types: TYPES,
  judge: (graph) =>
    twinsAmong(graph.ofType(...TYPES), identityOf).map(({ resource, first, identity }): Finding => {
      const [argument = 'name'] = keysOf(resource);
      const given = keysOf(resource).filter((each) => valueAt(resource.inputs, each) !== undefined);
      const fix = `remove one of the two, or change ${given.join(' or ')}`;
      if (identity.includes(OPEN)) {
        const problem = `may be that of ${first.name} as well: ${given.join(' or ')} is not known before an apply`;
        return undecided(resource, argument, problem, fix);
      }
      const problem = `is that of ${first.name} as well (${given.join(', ')}), and there can be only one`;
      return breach(resource, argument, problem, fix);
    }),
});

const keysOf = ({ type }: Resource): readonly string[] => ONE[type] ?? ['name', ...PLACES];

/** What tells a resource from all others; undefined where only an apply tells. */
function identityOf(resource: Resource): string | undefined {
  const { type, inputs } = resource;
  const name = ONE[type] ? '' : inputs['name'];
  // Names that are computed from the same things may still differ.
  if (typeof name !== 'string' || isUnknown(name)) return undefined;
  const parts = keysOf(resource).map((key) => partOf(resource, key));
  if (parts.includes(undefined) || parts.every((part) => part === '')) return undefined;
  // Another provider may be one of another project.
  return JSON.stringify([type, resource.provider, ...parts]);
}

/** Stands for a reference of which nothing is known. */
const OPEN = '<open>';

/** A reference that is not known yet is told by what it refers to; a name is not. */
function partOf({ inputs, propertyDependencies }: Resource, key: string): string | undefined {
  const value = valueAt(inputs, key);
  if (value === undefined || value === null) return '';
  if (!isUnknown(value)) return JSON.stringify(value);
  const links = propertyDependencies[key] ?? [];
  const isName = /name$|Id$/i.test(key) && key !== 'workloadIdentityPoolId';
  // Which one of several is meant cannot be told.
  if (isName || links.length > 1) return undefined;
  return links[0] ?? OPEN;
}
