import type { Resource } from '../../../topology/graph/graph.ts';
import { isGiven, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { RECORD_SET, RUN_SERVICE, SECRET_VERSION } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { written } from '../support/values.ts';
import { LOG_METRIC } from './support/alerts.ts';

/** Arguments of which a resource, or a block in it, needs one. */
interface Need {
  /** Path of the block, with `*` for each item of a list; the whole resource where it is left out. */
  readonly in?: string;
  /** The value that makes them needed, any where none is named; always where it is left out. */
  readonly when?: readonly [argument: string, value?: string];
  readonly one: readonly [string, ...string[]];
}

const BGP: readonly Need[] = [
  { in: 'bgp', when: ['advertiseMode', 'CUSTOM'], one: ['advertisedIpRanges', 'advertisedGroups'] },
  { in: 'bgp', one: ['asn'] },
];

/** By resource type. What is needed whatever else is set, the provider marks as required. */
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  [SECRET_VERSION]: [{ one: ['secretData', 'secretDataWo'] }],
  [RUN_SERVICE]: [{ in: 'scaling', when: ['scalingMode', 'MANUAL'], one: ['manualInstanceCount'] }],
  [LOG_METRIC]: [{ when: ['metricDescriptor.valueType', 'DISTRIBUTION'], one: ['valueExtractor'] }],
  [RECORD_SET]: [{ one: ['rrdatas', 'routingPolicy'] }],
  'gcp:compute/subnetwork:Subnetwork': [{ one: ['ipCidrRange', 'reservedInternalRange', 'ipCollection'] }],
  'gcp:compute/instanceTemplate:InstanceTemplate': [
    { one: ['networkInterfaces'] },
    { in: 'networkInterfaces.*', one: ['network', 'subnetwork', 'networkAttachment'] },
  ],
  'gcp:compute/sSLPolicy:SSLPolicy': [{ when: ['profile', 'CUSTOM'], one: ['customFeatures'] }],
  'gcp:compute/router:Router': [{ one: ['network', 'nccGateway'] }, ...BGP],
  'gcp:compute/routerNat:RouterNat': [
    { when: ['natIpAllocateOption', 'MANUAL_ONLY'], one: ['natIps', 'initialNatIps'] },
    { when: ['sourceSubnetworkIpRangesToNat', 'LIST_OF_SUBNETWORKS'], one: ['subnetworks'] },
  ],
  'gcp:compute/routerInterface:RouterInterface': [
    { one: ['vpnTunnel', 'interconnectAttachment', 'subnetwork', 'privateIpAddress'] },
  ],
  'gcp:compute/routerPeer:RouterPeer': [
    { when: ['advertiseMode', 'CUSTOM'], one: ['advertisedIpRanges', 'advertisedGroups'] },
    { one: ['peerIpAddress', 'routerApplianceInstance'] },
  ],
  'gcp:compute/vPNTunnel:VPNTunnel': [
    { one: ['sharedSecret', 'sharedSecretWo'] },
    { one: ['vpnGateway', 'targetVpnGateway'] },
    { one: ['peerExternalGateway', 'peerGcpGateway', 'peerIp'] },
    { one: ['router', 'targetVpnGateway'] },
    { when: ['vpnGateway'], one: ['vpnGatewayInterface'] },
    { when: ['peerExternalGateway'], one: ['peerExternalGatewayInterface'] },
  ],
  'gcp:compute/externalVpnGateway:ExternalVpnGateway': [
    { one: ['interfaces'] },
    { in: 'interfaces.*', one: ['ipAddress', 'ipv6Address'] },
  ],
  'gcp:compute/route:Route': [
    {
      one: ['nextHopGateway', 'nextHopInstance', 'nextHopIp', 'nextHopIlb', 'nextHopVpnTunnel', 'nextHopHub'],
    },
  ],
  'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider': [{ one: ['aws', 'oidc', 'saml', 'x509'] }],
  'gcp:storage/transferJob:TransferJob': [
    { one: ['transferSpec', 'replicationSpec'] },
    { in: 'transferSpec', one: ['gcsDataSink', 'posixDataSink'] },
    {
      in: 'transferSpec',
      one: [
        ...(['gcsDataSource', 'awsS3DataSource', 'httpDataSource', 'azureBlobStorageDataSource'] as const),
        ...(['posixDataSource', 'hdfsDataSource', 'awsS3CompatibleDataSource'] as const),
      ],
    },
  ],
};

export const nothingIsHalfSaid = resourceRule({
  id: 'tandem-gcp-084-nothing-is-half-said',
  title: 'Of arguments that stand for each other one is given',
  what: 'Where a resource takes one thing in several ways, or a choice needs a list beside it, one of the arguments is set and not empty.',
  why: 'The provider marks none of them as required, so the preview passes and the API refuses the resource in the middle of an apply; or a secret is made that holds nothing.',
  source: 'https://www.pulumi.com/registry/packages/gcp/api-docs/',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set one of the arguments that the message names.',
  example: 'new SecretVersion(name, { secret: secret.id, secretData: password.result })',
  types: Object.keys(NEEDS),
  judge: (resource) => (NEEDS[resource.type] ?? []).flatMap((need) => judge(resource, need)),
});

function judge(resource: Resource, { in: block, when, one }: Need): readonly Finding[] {
  const places =
    block === undefined ? [{ at: '', value: resource.inputs }] : valuesOn(resource.inputs, block.split('.'));
  return places.flatMap(({ at, value }): readonly Finding[] => {
    if (isUnknown(value)) return [unknownArgument(resource, written(at), 'write its arguments out')];
    if (typeof value !== 'object' || value === null) return [];
    if (when && !isSaid(value, when)) return [];
    if (one.some((argument) => isGiven(value, argument))) return [];
    const others = one.length > 1 ? `, nor ${one.slice(1).join(', ')}` : '';
    const why = when ? `, and ${when[0]} is ${when[1] ?? 'set'}` : '';
    const path = at === '' ? one[0] : `${written(at)}.${one[0]}`;
    return [breach(resource, path, `is not set${others}${why}`, `set ${one.join(' or ')}`)];
  });
}

const isSaid = (block: unknown, [argument, wanted]: readonly [argument: string, value?: string]): boolean =>
  wanted === undefined ? isGiven(block, argument) : valueAt(block, argument) === wanted;
