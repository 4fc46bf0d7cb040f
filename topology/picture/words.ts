import type { Cloud, Entry, Member, Pool, Retry, Signal, Store } from '../model/model.ts';
import { isMultiRegion } from '../recognise/place.ts';
import { duration, percent } from './units.ts';

// What the picture says about each part of a model, in short clauses that fit on a card.

/** One line of a card. `weak` marks what would not survive a loss: it is seen at a glance, by a sign and by colour. */
export interface Line {
  readonly text: string;
  readonly weak: boolean;
}

export const weak = (text: string): Line => ({ text: `⚠ ${text}`, weak: true });
export const plain = (text: string): Line => ({ text, weak: false });

export const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { gcp: 'Google Cloud', aws: 'AWS' };

export const ENTRY_NAMES: Readonly<Record<Entry['kind'], string>> = {
  anycast: 'Global load balancer',
  accelerator: 'Global Accelerator',
  dns: 'DNS',
  regional: 'Regional load balancer',
};

export const COMPUTE_NAMES: Readonly<Record<Pool['compute'], string>> = {
  'cloud-run': 'Cloud Run',
  instances: 'Instances',
  fargate: 'Fargate',
  unknown: 'Compute',
};

const STORE_NAMES: Readonly<Record<Store['kind'], string>> = {
  sql: 'SQL database',
  table: 'Table',
  bucket: 'Bucket',
  secret: 'Secret',
  images: 'Images',
  cache: 'Cache',
};

function instances({ minInstances: min, maxInstances: max }: Pool): Line {
  if (min === undefined) return weak('instances not known from the plan');
  const most = max === undefined ? 'an unknown number' : String(max);
  if (min === 0) return weak(`no instance kept running, up to ${most}`);
  return plain(min === max ? `${most} instances` : `${String(min)} to ${most} instances`);
}

function zones({ region, zones: names }: Pool): Line {
  if (names.length === 0) return plain('zones chosen by the platform');
  const short = names.map((name) => (name.startsWith(region) ? name.slice(region.length).replace(/^-/u, '') : name));
  return names.length === 1 ? weak(`one zone: ${short.join()}`) : plain(`zones ${short.join(', ')}`);
}

export function poolLines(pool: Pool): Line[] {
  const lines = [instances(pool)];
  if (pool.concurrency !== undefined) lines.push(plain(`${String(pool.concurrency)} requests at once each`));
  lines.push(zones(pool));
  if (!pool.live) lines.push(weak('no traffic until the other fails'));
  if (pool.capacityScaler === 0) lines.push(weak('drained: takes no traffic'));
  else if (pool.capacityScaler < 1) lines.push(plain(`may use ${percent(pool.capacityScaler)} of its capacity`));
  return lines;
}

const PROBE_NAMES: Readonly<Record<Signal['kind'], string>> = {
  'service-health': 'readiness probe',
  'health-check': 'health check',
  'dns-check': 'DNS check',
  outlier: 'outlier detection',
};

/** A signal as a clause: what it is, and what it takes to fall. */
export function signalText({ kind, probe, outlier, ttlSeconds }: Signal): string {
  const parts = [PROBE_NAMES[kind]];
  if (probe) parts.push(`out after ${String(probe.failures)} × ${duration(probe.periodSeconds)}`);
  if (outlier) parts.push(`${String(outlier.consecutiveErrors)} errors, out ${duration(outlier.baseEjectionSeconds)}`);
  if (ttlSeconds !== undefined) parts.push(`TTL ${duration(ttlSeconds)}`);
  return parts.join(', ');
}

export function retryLine(retry: Retry): Line {
  const count = retry.attempts === 1 ? '1 retry' : `${String(retry.attempts)} retries`;
  return retry.reachesOtherRegion ? plain(`${count} in the other region`) : weak(`${count} in the same region only`);
}

const ROLE_NAMES: Readonly<Record<Member['role'], string>> = { primary: 'primary', replica: 'replica', equal: '' };

export function memberLines(store: Store, member: Member): Line[] {
  const first = [STORE_NAMES[store.kind], ROLE_NAMES[member.role]].filter(Boolean).join(', ');
  const lines = [plain(first)];
  if (isMultiRegion(member.region)) lines.push(plain(`multi-region ${member.region}`));
  if (member.size !== undefined) lines.push(plain(member.size));
  if (store.kind === 'sql' || store.kind === 'cache')
    lines.push(member.zoneRedundant ? plain('standby in a second zone') : weak('lost with its zone'));
  return lines;
}

export const REPLICATION_NAMES: Readonly<Record<Store['replication'], string>> = {
  sync: 'synchronous',
  async: 'asynchronous',
  none: 'not replicated',
};

function promotionLine({ who, seconds }: Store['promotion']): Line {
  if (who === 'nobody') return weak('nobody promotes the replica');
  const by = who === 'automatic' ? 'promotes by itself' : 'an operator promotes';
  return plain(seconds ? `${by}, ${duration(seconds.expected)}` : by);
}

/** What joins the copies of a store: data at risk, and who makes the other copy writable. */
export function replicationLines(store: Store): Line[] {
  if (store.replication === 'none' && store.members.length === 1) return [weak('one copy, lost with its region')];
  const lines: Line[] = [];
  if (store.replication === 'none') lines.push(weak('copies drift apart'));
  else if (store.rpo === undefined) lines.push(weak('RPO not decidable'));
  else if (store.rpo.worst === 0) lines.push(plain('RPO 0'));
  else lines.push(plain(`RPO ${duration(store.rpo.expected)}, worst ${duration(store.rpo.worst)}`));
  if (store.members.some(({ role }) => role === 'replica')) lines.push(promotionLine(store.promotion));
  return lines;
}
