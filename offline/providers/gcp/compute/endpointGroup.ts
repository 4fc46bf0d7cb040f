import type { Description } from '../../kit/description.ts';
import { atLeastOne, atMostOne, oneOf, within } from '../../kit/rules.ts';
import { byPath, gceName, named, regionalResource, zonalResource } from '../common.ts';
import { NETWORK, REGION_NEG, SUBNETWORK, ZONAL_NEG } from '../types.ts';

const NEG_TYPES = [
  'SERVERLESS',
  'PRIVATE_SERVICE_CONNECT',
  'INTERNET_IP_PORT',
  'INTERNET_FQDN_PORT',
  'GCE_VM_IP_PORTMAP',
];

const regionNeg: Description = {
  type: REGION_NEG,
  ...regionalResource('networkEndpointGroups'),
  autoname: named,
  defaults: { networkEndpointType: 'SERVERLESS' },
  check: [
    gceName,
    oneOf('networkEndpointType', NEG_TYPES),
    atMostOne('cloudRun', 'cloudFunction', 'appEngine', 'serverlessDeployment'),
    within('cloudRun', atLeastOne('service', 'urlMask')),
  ],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { network: byPath, subnetwork: byPath },
  references: { 'cloudRun.service': ['gcp:cloudrunv2/service:Service'], network: [NETWORK], subnetwork: [SUBNETWORK] },
  holds: ['network', 'subnetwork'],
};

const zonalNeg: Description = {
  type: ZONAL_NEG,
  ...zonalResource('networkEndpointGroups'),
  autoname: named,
  defaults: { networkEndpointType: 'GCE_VM_IP_PORT' },
  check: [
    gceName,
    oneOf('networkEndpointType', [
      'GCE_VM_IP',
      'GCE_VM_IP_PORT',
      'NON_GCP_PRIVATE_IP_PORT',
      'INTERNET_IP_PORT',
      'INTERNET_FQDN_PORT',
    ]),
  ],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { network: byPath, subnetwork: byPath },
  references: { network: [NETWORK], subnetwork: [SUBNETWORK] },
  holds: ['network', 'subnetwork'],
  outputs: () => ({ size: 0 }),
};

/** Groups of endpoints, regional and zonal. */
export const endpointGroups = [regionNeg, zonalNeg];
