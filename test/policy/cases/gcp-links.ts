import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

// Parts that go together: routers and tunnels, the chain of the entry, pinned routes, and what is in a database.

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const NAMES = ['us-central1', 'us-east1'] as const;

/** A router and a NAT in some regions of the network. */
const natsIn = (regions: readonly string[], more: Draft['inputs'] = {}): readonly Draft[] => [
  ...runPlan,
  ...regions.flatMap((region) => [
    draft(
      'gcp:compute/router:Router',
      `router-${region}`,
      { name: `router-${region}-1`, region, network: id },
      { links: { network: ['net'] } },
    ),
    draft(
      'gcp:compute/routerNat:RouterNat',
      `nat-${region}`,
      {
        region,
        router: `router-${region}-1`,
        natIpAllocateOption: 'AUTO_ONLY',
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        ...more,
      },
      { links: { router: [`router-${region}`] } },
    ),
  ]),
];
const nats = natsIn(NAMES);

/** Two tunnels to another network, from the first region. */
const link: readonly Draft[] = [
  ...change(runPlan, 'net', 'routingMode', 'GLOBAL'),
  draft(
    'gcp:compute/haVpnGateway:HaVpnGateway',
    'gateway',
    { name: 'gateway-1', region: 'us-central1', network: id },
    { links: { network: ['net'] } },
  ),
  draft('gcp:compute/externalVpnGateway:ExternalVpnGateway', 'other-side', {
    name: 'other-side-1',
    redundancyType: 'TWO_IPS_REDUNDANCY',
    interfaces: [
      { id: 0, ipAddress: '192.0.2.1' },
      { id: 1, ipAddress: '192.0.2.2' },
    ],
  }),
  draft(
    'gcp:compute/router:Router',
    'router',
    {
      name: 'router-1',
      region: 'us-central1',
      network: id,
      bgp: {
        asn: 65_010,
        advertiseMode: 'CUSTOM',
        advertisedGroups: ['ALL_SUBNETS'],
        advertisedIpRanges: [{ range: '10.100.0.0/16' }],
      },
    },
    { links: { network: ['net'] } },
  ),
  draft(
    'gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig',
    'back',
    { network: id, peering: 'servicenetworking-googleapis-com', exportCustomRoutes: true, importCustomRoutes: false },
    { links: { network: ['net'] } },
  ),
  ...[0, 1].flatMap((index) => [
    draft(
      'gcp:compute/vPNTunnel:VPNTunnel',
      `tunnel-${index}`,
      {
        name: `tunnel-${index}-1`,
        region: 'us-central1',
        vpnGateway: id,
        vpnGatewayInterface: index,
        peerExternalGateway: id,
        peerExternalGatewayInterface: index,
        router: id,
        sharedSecret: '[secret]',
      },
      { links: { vpnGateway: ['gateway'], peerExternalGateway: ['other-side'], router: ['router'] } },
    ),
    draft(
      'gcp:compute/routerInterface:RouterInterface',
      `interface-${index}`,
      { name: `interface-${index}-1`, region: 'us-central1', router: 'router-1', vpnTunnel: `tunnel-${index}-1` },
      { links: { router: ['router'], vpnTunnel: [`tunnel-${index}`] } },
    ),
    draft(
      'gcp:compute/routerPeer:RouterPeer',
      `session-${index}`,
      {
        name: `session-${index}-1`,
        region: 'us-central1',
        router: 'router-1',
        interface: `interface-${index}-1`,
        peerAsn: 64_512,
        peerIpAddress: `169.254.0.${index}`,
      },
      { links: { router: ['router'], interface: [`interface-${index}`] } },
    ),
  ]),
];
const tunnel = (name: string, path: string, value: unknown) => change(link, name, path, value);

const filled: readonly Draft[] = [
  ...runPlan,
  draft('gcp:sql/database:Database', 'app', { instance: id, name: 'app' }, { links: { instance: ['db-primary'] } }),
  draft(
    'gcp:sql/user:User',
    'user',
    { instance: id, name: 'app', password: '[secret]' },
    { links: { instance: ['db-primary'] } },
  ),
];
const HEADER = 'pathMatchers.0.routeRules.1.matchRules.0.headerMatches.0';
const AT = 'pathMatchers[0].routeRules[1].matchRules[0].headerMatches[0]';

export const linkCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-076-parts-share-a-region': {
    pass: [
      holds('services', runPlan),
      holds('a NAT a region', nats),
      holds('tunnels', link),
      holds('a router of somebody else', change(natsIn(['us-east1']), 'nat-us-east1', 'router', 'regions/x/routers/y')),
      holds(
        'one name in two regions',
        NAMES.reduce<readonly Draft[]>(
          (plan, region) => change(change(plan, `router-${region}`, 'name', 'r'), `nat-${region}`, 'router', 'r'),
          nats,
        ),
      ),
    ],
    fail: [
      broken(
        'the router of the other region',
        change(nats, 'nat-us-east1', 'router', 'router-us-central1-1'),
        'nat-us-east1',
        'router',
        /router-us-central1 in us-central1, and this is in us-east1/,
      ),
      broken('moved', tunnel('tunnel-1', 'region', 'us-east1'), 'tunnel-1', 'vpnGateway'),
      broken(
        'a name of nobody',
        change(nats, 'nat-us-east1', 'router', 'router-us-eest1'),
        'nat-us-east1',
        'router',
        /this program has router-us-east1-1/,
      ),
    ],
    unknown: [broken('computed', change(nats, 'nat-us-east1', 'region', id), 'nat-us-east1', 'region')],
  },
  'tandem-gcp-077-regions-have-a-way-out': {
    pass: [
      holds('none has', runPlan),
      holds('both have', nats),
      holds('a route of its own', [
        ...change(nats, 'net', 'deleteDefaultRoutesOnCreate', true),
        draft(
          'gcp:compute/route:Route',
          'out',
          { network: id, destRange: '0.0.0.0/0' },
          { links: { network: ['net'] } },
        ),
      ]),
      holds('a subnet of proxies in a third region', [
        ...nats,
        draft(
          'gcp:compute/subnetwork:Subnetwork',
          'proxies',
          { network: id, region: 'us-west1', ipCidrRange: '10.9.0.0/23', purpose: 'REGIONAL_MANAGED_PROXY' },
          { links: { network: ['net'] } },
        ),
      ]),
      holds('ports as needed', natsIn(NAMES, { maxPortsPerVm: 4096, enableDynamicPortAllocation: true })),
    ],
    fail: [
      broken(
        'one has',
        natsIn(['us-central1']),
        'subnet-us-east1',
        'routerNat',
        /missing in us-east1, and us-central1 has one/,
      ),
      broken(
        'no default route',
        change(nats, 'net', 'deleteDefaultRoutesOnCreate', true),
        'net',
        'deleteDefaultRoutesOnCreate',
      ),
      broken(
        'private access in one region',
        change(
          change(runPlan, 'subnet-us-central1', 'privateIpGoogleAccess', true),
          'subnet-us-east1',
          'privateIpGoogleAccess',
          false,
        ),
        'subnet-us-east1',
        'privateIpGoogleAccess',
      ),
      broken(
        'a highest number of fixed ports',
        natsIn(NAMES, { maxPortsPerVm: 4096 }),
        'nat-us-east1',
        'enableDynamicPortAllocation',
      ),
    ],
    unknown: [
      broken(
        'computed',
        natsIn(NAMES, { maxPortsPerVm: 4096, enableDynamicPortAllocation: id }),
        'nat-us-east1',
        'enableDynamicPortAllocation',
      ),
    ],
  },
  'tandem-gcp-081-entry-is-of-one-piece': {
    pass: [
      holds('services', runPlan),
      holds('instances', instancesPlan),
      holds('on the way to the managed scheme', set('https', 'loadBalancingScheme', 'EXTERNAL')),
      holds('gRPC', set('api', 'protocol', 'GRPC')),
      holds(
        'another host over HTTPS as well',
        relink(
          change(runPlan, 'redirect', 'defaultUrlRedirect.hostRedirect', 'www.acme.example'),
          'proxy-https',
          'urlMap',
          ['redirect'],
        ),
      ),
    ],
    fail: [
      broken(
        'a service inside',
        set('api', 'loadBalancingScheme', 'INTERNAL_MANAGED'),
        'api',
        'loadBalancingScheme',
        /INTERNAL_MANAGED, and that of https in front of it is EXTERNAL_MANAGED/,
      ),
      broken('a rule inside', set('http', 'loadBalancingScheme', 'INTERNAL_MANAGED'), 'http', 'loadBalancingScheme'),
      broken('an address inside', set('address', 'addressType', 'INTERNAL'), 'address', 'addressType'),
      broken(
        'round in circles',
        relink(runPlan, 'proxy-https', 'urlMap', ['redirect']),
        'proxy-https',
        'urlMap',
        /redirects to HTTPS/,
      ),
      broken('no HTTP', set('api', 'protocol', 'TCP'), 'api', 'protocol'),
    ],
    unknown: [broken('computed', set('api', 'protocol', id), 'api', 'protocol')],
  },
  'tandem-gcp-082-pins-lead-to-their-region': {
    pass: [
      holds('services', runPlan),
      holds(
        'a header of another kind',
        set('routes', HEADER.replace(/0$/, '1'), { headerName: 'x-tenant', exactMatch: 'acme' }),
      ),
      holds('no region is pinned', without(runPlan, 'routes')),
    ],
    fail: [
      broken(
        'both lead to one region',
        relink(runPlan, 'pin-us-east1', 'backends', ['neg-us-central1']),
        'routes',
        `${AT}.exactMatch`,
        /no backend service behind this map is in us-east1 alone/,
      ),
      broken('inverted', set('routes', `${HEADER}.invertMatch`, true), 'routes', `${AT}.invertMatch`),
      broken(
        'a value without a route',
        set('uptime-us-east1', 'httpCheck.headers', { 'x-tandem-region': 'us-west1' }),
        'uptime-us-east1',
        'httpCheck.headers.x-tandem-region',
      ),
    ],
    unknown: [broken('computed', set('routes', `${HEADER}.invertMatch`, id), 'routes', `${AT}.invertMatch`)],
  },
  'tandem-gcp-083-database-is-filled-on-the-primary': {
    pass: [
      holds('on the primary', filled),
      holds(
        'a user of the cloud',
        change(change(filled, 'user', 'password', undefined), 'user', 'type', 'CLOUD_IAM_USER'),
      ),
      holds(
        'a password of somebody else',
        change(filled, 'user', 'password', undefined).map((each) =>
          each.name === 'user' ? { ...each, ignoreChanges: ['password'] } : each,
        ),
      ),
    ],
    fail: [
      broken('a database', relink(filled, 'app', 'instance', ['db-replica']), 'app', 'instance', /takes no writes/),
      broken('a user', relink(filled, 'user', 'instance', ['db-replica']), 'user', 'instance'),
      broken('no password', change(filled, 'user', 'password', undefined), 'user', 'password'),
      broken('an empty one', change(filled, 'user', 'password', ''), 'user', 'password'),
    ],
    unknown: [broken('computed', change(filled, 'user', 'type', id), 'user', 'type')],
  },
  'tandem-gcp-085-tunnels-stand-by-for-each-other': {
    pass: [
      holds('no tunnel', runPlan),
      holds('two tunnels', link),
      holds('a link that private services do not use', without(change(link, 'router', 'bgp', { asn: 65_010 }), 'back')),
    ],
    fail: [
      broken(
        'one tunnel',
        ['session-1', 'interface-1', 'tunnel-1'].reduce(without, link),
        'gateway',
        'vpnTunnel',
        /from interface 1 is missing/,
      ),
      broken('both from one interface', tunnel('tunnel-1', 'vpnGatewayInterface', 0), 'gateway', 'vpnTunnel'),
      broken('both to one address', tunnel('tunnel-1', 'peerExternalGatewayInterface', 0), 'other-side', 'vpnTunnel'),
      broken(
        'fewer addresses',
        tunnel('other-side', 'redundancyType', 'FOUR_IPS_REDUNDANCY'),
        'other-side',
        'interfaces',
      ),
      broken('no session', without(link, 'session-1'), 'interface-1', 'RouterPeer'),
      broken('no interface', without(link, 'interface-1'), 'tunnel-1', 'RouterInterface'),
      broken(
        'two interfaces of one tunnel',
        change(relink(link, 'interface-1', 'vpnTunnel', ['tunnel-0']), 'interface-1', 'vpnTunnel', 'tunnel-0-1'),
        'interface-1',
        'vpnTunnel',
      ),
      broken(
        'a session on another router',
        change(
          [
            ...link,
            draft('gcp:compute/router:Router', 'other', {
              name: 'other-1',
              region: 'us-central1',
              network: 'elsewhere',
            }),
          ],
          'session-1',
          'router',
          'other-1',
        ),
        'session-1',
        'router',
        /that of interface-1 is router/,
      ),
      broken('routes of one region', tunnel('net', 'routingMode', 'REGIONAL'), 'net', 'routingMode'),
      broken('no way back', tunnel('back', 'exportCustomRoutes', false), 'back', 'exportCustomRoutes'),
      broken('no way back at all', without(link, 'back'), 'net', 'networkPeeringRoutesConfig'),
      broken('no way there', tunnel('router', 'bgp', { asn: 65_010 }), 'router', 'bgp.advertisedIpRanges'),
      broken('no way to the subnets', tunnel('router', 'bgp.advertisedGroups', []), 'router', 'bgp.advertisedGroups'),
    ],
    unknown: [broken('computed', tunnel('tunnel-1', 'vpnGatewayInterface', id), 'tunnel-1', 'vpnGatewayInterface')],
  },
};
