import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown } from '../../../topology/graph/value.ts';
import { REGISTRY_REPLICATION, ENDPOINT_GROUP, SECRET, TABLE } from '../../../topology/recognise/aws/types.ts';
import { awsRegions } from '../../../topology/shape/aws/places.ts';
import { nearest } from '../../../topology/shape/nearest.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { written } from '../support/values.ts';
import table from './arguments.json' with { type: 'json' };

/** Regions in which a topology cannot live, and other resources may. */
const OTHERS = [
  ...['ap-east-2', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'mx-central-1', 'us-west-1'],
  ...['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
];

/** Where a resource says a region, besides `region`. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  [ENDPOINT_GROUP]: ['endpointGroupRegion'],
  [TABLE]: ['replicas.*.regionName'],
  [SECRET]: ['replicas.*.region'],
  [REGISTRY_REPLICATION]: ['replicationConfiguration.rules.*.destinations.*.region'],
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': ['peerRegion'],
};
const TYPES = Object.entries(table).flatMap(([type, names]) =>
  type.startsWith('aws:') && (/\b(?:region|availabilityZone)\b/.test(names) || type in PLACES) ? [type] : [],
);

export const placesExist = resourceRule({
  id: 'tandem-aws-064-places-exist',
  title: 'Regions and zones exist',
  what: 'Every region is one that AWS has, and a zone is one of the region of its resource.',
  why: 'The preview takes any text for a place; the apply fails when the first resource there is made.',
  source: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html',
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Correct the name of the place.',
  example: "region: 'us-west-2', availabilityZone: 'us-west-2a'",
  types: TYPES,
  settings: { known: { description: 'Regions that AWS has opened since.', default: [] } },
  judge: (resource, { known }) => {
    const regions = [...awsRegions, ...OTHERS, ...known];
    return [
      ...['region', ...(PLACES[resource.type] ?? [])].flatMap((path) => noRegion(resource, path, regions)),
      ...noZone(resource),
      ...otherService(resource),
    ];
  },
});

function noRegion(resource: Resource, path: string, regions: readonly string[]): readonly Finding[] {
  return valuesOn(resource.inputs, path.split('.')).flatMap(({ at, value }): readonly Finding[] => {
    if (isUnknown(value)) return [unknownArgument(resource, written(at), 'write it out')];
    if (value === undefined || value === null || regions.includes(String(value))) return [];
    const meant = nearest(String(value), regions);
    const fix = meant === undefined ? 'write the name of a region' : `write ${meant}`;
    return [breach(resource, written(at), `is ${JSON.stringify(value)}; allowed is a region that AWS has`, fix)];
  });
}

/** An endpoint leads to the service of its own region. */
function otherService(resource: Resource): readonly Finding[] {
  const { serviceName, region, serviceRegion } = resource.inputs;
  if (typeof serviceName !== 'string' || typeof region !== 'string' || serviceRegion !== undefined) return [];
  const [, where] = /^(?:cn\.)?com\.amazonaws\.([a-z]+(?:-[a-z]+)+-\d)\./.exec(serviceName) ?? [];
  if (where === undefined || isUnknown(region) || where === region) return [];
  const problem = `is ${serviceName}, a service in ${where}; allowed is one in ${region}`;
  return [breach(resource, 'serviceName', problem, `name the service of ${region}`)];
}

function noZone(resource: Resource): readonly Finding[] {
  const { availabilityZone: zone, region } = resource.inputs;
  if (typeof zone !== 'string' || isUnknown(zone) || zone === '') return [];
  const where = typeof region === 'string' && !isUnknown(region) ? region : undefined;
  // A local zone has a name of its own between the region and the letter.
  if (/^[a-z]+(-[a-z]+)+-\d+(-[a-z0-9-]+-\d+)?[a-z]$/.test(zone) && zone.startsWith(where ?? '')) return [];
  const allowed = where === undefined ? 'a zone of its region' : `a zone of ${where}, such as ${where}a`;
  return [breach(resource, 'availabilityZone', `is ${zone}; allowed is ${allowed}`, `use ${allowed}`)];
}
