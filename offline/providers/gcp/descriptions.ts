import type { Description } from '../kit/description.ts';
import { cloudRun } from './cloudRun.ts';
import { addresses } from './compute/addresses.ts';
import { autoscalers } from './compute/autoscaler.ts';
import { backends } from './compute/backendService.ts';
import { endpointGroups } from './compute/endpointGroup.ts';
import { forwarding } from './compute/forwarding.ts';
import { healthChecks } from './compute/healthCheck.ts';
import { singleInstances } from './compute/instance.ts';
import { instances } from './compute/instances.ts';
import { networks } from './compute/network.ts';
import { regional } from './compute/regional.ts';
import { security } from './compute/security.ts';
import { urlMaps } from './compute/urlMap.ts';
import { vpn } from './compute/vpn.ts';
import { secrets } from './data/secrets.ts';
import { sql } from './data/sql.ts';
import { storage } from './data/storage.ts';
import { stores } from './data/stores.ts';
import { edge } from './edge.ts';
import { identity } from './identity.ts';
import { monitoring } from './monitoring.ts';

/** Every type of Google Cloud that the offline cloud knows. */
export const descriptions: Description[] = [
  ...networks,
  ...addresses,
  ...healthChecks,
  ...instances,
  ...singleInstances,
  ...autoscalers,
  ...endpointGroups,
  ...backends,
  ...urlMaps,
  ...vpn,
  ...forwarding,
  ...regional,
  ...security,
  ...edge,
  ...cloudRun,
  ...sql,
  ...storage,
  ...secrets,
  ...stores,
  ...identity,
  ...monitoring,
];
