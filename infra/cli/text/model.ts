import ansis from 'ansis';

import type { Declared, Model, Pool, Service, Store } from '../../../topology/model/model.ts';
import { declaredFor } from '../../../topology/model/scope.ts';
import { shareOf } from '../../../topology/verdict/traffic.ts';
import { columns } from './columns.ts';

// What a topology is made of, in a few lines: entry, regions and stores.

/** Entry, regions and stores of a model as text. */
export function modelText(model: Model): string {
  return [
    ...model.services.map((service) => serviceText(service, model)),
    ...(model.stores.length > 0 ? [storeTable(model.stores)] : []),
  ].join('\n\n');
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

function serviceText(service: Service, model: Model): string {
  const declared = declaredFor(model, service);
  const { primary } = declared?.regions ?? {};
  const head = ['region', 'role', 'instances', 'carries', 'live share', 'noticed by'].map((word) => ansis.dim(word));
  const rows = service.pools.map((pool) => [
    pool.region,
    primary === undefined ? '-' : roleOf(pool, primary, declared?.active),
    `${pool.minInstances ?? '?'}..${pool.maxInstances ?? '?'}`,
    load(pool, declared?.peakRps),
    pool.live ? share(service, pool, declared) : 'none, a backup',
    pool.signals.map(({ kind }) => SIGNALS[kind]).join(', ') || ansis.red('nothing'),
  ]);
  const entry = `${ansis.bold('Entry')}   ${ENTRIES[service.entry.kind]} ${nameOf(service.entry.urn)} for ${service.name}`;
  return [entry, '', ...columns([head, ...rows]), ...quota(declared)].join('\n');
}

/** At peak; where the entry aims at a target, the share is what the load has above it, so less of it is shared at night. */
function share(service: Service, pool: Pool, declared: Declared | undefined): string {
  const part = percent(shareOf(service, pool, declared));
  return pool.targetRps === undefined ? part : `${part} at peak, aims at ${Math.round(pool.targetRps)}/s`;
}

const quota = (declared: Declared | undefined): readonly string[] =>
  declared?.vcpuQuota === undefined ? [] : ['', `Quota   ${declared.vcpuQuota} vCPU to ask for in each region`];

const SIGNALS = {
  'service-health': 'readiness probes',
  'health-check': 'health checks',
  outlier: 'errors in a row',
  'dns-check': 'DNS checks',
} as const;

const ENTRIES = {
  anycast: 'global load balancer',
  accelerator: 'accelerator',
  dns: 'DNS',
  regional: 'regional address',
} as const;

const roleOf = ({ region }: Pool, primary: string, active: 'primary' | 'failover' | undefined): string => {
  const role = region === primary ? 'primary' : 'failover';
  return active === role ? `${role}, holds the writes` : role;
};

function load({ minInstances, instanceRps }: Pool, peakRps: number | undefined): string {
  if (minInstances === undefined || instanceRps === undefined) return '-';
  const running = minInstances * instanceRps;
  return peakRps === undefined ? `${running}/s` : `${running} of ${peakRps}/s at once`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function storeTable(stores: readonly Store[]): string {
  const head = ['store', 'kind', 'kept in', 'copied', 'may lose'].map((word) => ansis.dim(word));
  const rows = stores.map((store) => [
    store.name,
    store.kind,
    store.members.map(({ region, role }) => (role === 'equal' ? region : `${region} (${role})`)).join(', '),
    store.replication,
    store.rpo === undefined ? ansis.red('everything') : store.rpo.worst === 0 ? 'nothing' : `${store.rpo.worst} s`,
  ]);
  return [ansis.bold('Stores'), '', ...columns([head, ...rows])].join('\n');
}
