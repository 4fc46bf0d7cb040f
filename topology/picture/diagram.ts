import type { Cloud, Declared, Model, Pool, Service, Store } from '../model/model.ts';
import { percent } from './units.ts';
import {
  CLOUD_NAMES,
  COMPUTE_NAMES,
  ENTRY_NAMES,
  memberLines,
  plain,
  poolLines,
  REPLICATION_NAMES,
  replicationLines,
  retryLine,
  signalText,
  weak,
  type Line,
} from './words.ts';

// The model as boxes and arrows, before anything has a place. Entries and replications stand between the regions: each
// region then mirrors the other, and no arrow has to cross a third box.

/** A box with a heading and some lines. `tooltip` is the URN of what it stands for. */
export interface Card {
  readonly id: string;
  readonly kind: 'pool' | 'member' | 'entry' | 'replication';
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly tooltip: string;
}

/** A region and what runs in it. */
export interface Group {
  readonly id: string;
  readonly heading: string;
  readonly subheading: string;
  readonly role: 'primary' | 'failover' | 'none';
  readonly cards: readonly Card[];
}

export interface Arrow {
  readonly id: string;
  /** Always from a lower to a higher place in reading order; the heads say which way things flow. */
  readonly from: string;
  readonly to: string;
  readonly carries: 'requests' | 'sync' | 'async' | 'none';
  readonly headAtStart: boolean;
  readonly headAtEnd: boolean;
}

export interface Diagram {
  readonly groups: readonly Group[];
  /** Entries and replications, in the order in which they should stand from top to bottom. */
  readonly between: readonly Card[];
  readonly arrows: readonly Arrow[];
}

const groupId = (cloud: Cloud, region: string): string => `region:${cloud}:${region}`;

const declaredFor = (model: Model, region: string): Declared | undefined =>
  model.declared.find(({ regions }) => regions?.primary === region || regions?.failover === region);

function roleOf(model: Model, region: string): Group['role'] {
  const regions = declaredFor(model, region)?.regions;
  if (regions === undefined) return 'none';
  return regions.primary === region ? 'primary' : 'failover';
}

/** Ids of all regions, the declared primaries first and the declared failover regions after them. */
function orderedRegions(model: Model): { id: string; cloud: Cloud; region: string; role: Group['role'] }[] {
  const seen = new Map<string, { id: string; cloud: Cloud; region: string; role: Group['role'] }>();
  const add = (cloud: Cloud, region: string): void => {
    const id = groupId(cloud, region);
    if (!seen.has(id)) seen.set(id, { id, cloud, region, role: roleOf(model, region) });
  };
  for (const { cloud, pools } of model.services) for (const { region } of pools) add(cloud, region);
  for (const { cloud, members } of model.stores) for (const { region } of members) add(cloud, region);
  const rank = { primary: 0, none: 1, failover: 2 };
  return [...seen.values()].sort((a, b) => rank[a.role] - rank[b.role]);
}

function subheading(model: Model, cloud: Cloud, region: string, role: Group['role']): string {
  if (role === 'none') return CLOUD_NAMES[cloud];
  const writes = declaredFor(model, region)?.active === role ? ', writes here' : '';
  return `${CLOUD_NAMES[cloud]}, ${role} region${writes}`;
}

/** The part of the requests that the entry sends to a pool while all is well, where the plan tells it. */
function shareLines(model: Model, { pools }: Service, pool: Pool): Line[] {
  const total = pools.reduce((sum, { weight = 0 }) => sum + weight, 0);
  if (pool.weight !== undefined && total > 0) return [plain(`${percent(pool.weight / total)} of requests`)];
  const { failoverClientShare, regions } = declaredFor(model, pool.region) ?? {};
  if (failoverClientShare === undefined || !pool.live) return [];
  const share = regions?.failover === pool.region ? failoverClientShare : 1 - failoverClientShare;
  return [plain(`nearest to ${percent(share)} of clients`)];
}

/** What the entry uses to notice a bad region: the signals that every pool has. */
function commonSignals({ pools }: Service): string[] {
  const [first = [], ...others] = pools.map(({ signals }) => signals.map(signalText));
  return [...new Set(first)].filter((signal) => others.every((signals) => signals.includes(signal)));
}

function entryCard(service: Service, id: string): Card {
  const lines = [`serves ${service.name}`, ...commonSignals(service)].map(plain);
  if (service.retry) lines.push(retryLine(service.retry));
  if (service.split) lines.push(weak('fixed shares, whatever the health'));
  if (service.strict) lines.push(weak('drops requests of a bad region'));
  return { id, kind: 'entry', heading: ENTRY_NAMES[service.entry.kind], lines, tooltip: service.entry.urn };
}

function poolCard(model: Model, service: Service, pool: Pool, id: string): Card {
  const common = commonSignals(service);
  const own = pool.signals.map(signalText).filter((text) => !common.includes(text));
  const lines = [...shareLines(model, service, pool), ...poolLines(pool), ...own.map(plain)];
  if (pool.signals.length === 0) lines.push(weak('nothing notices when it is bad'));
  return { id, kind: 'pool', heading: `${COMPUTE_NAMES[pool.compute]}: ${service.name}`, lines, tooltip: pool.urn };
}

function replicationCard(store: Store, id: string): Card {
  return {
    id,
    kind: 'replication',
    heading: REPLICATION_NAMES[store.replication],
    lines: replicationLines(store),
    tooltip: store.urn,
  };
}

/** An arrow between a card in a region and a card between the regions; arrows run in the order of the regions. */
function connect(end: {
  card: string;
  between: string;
  leftOfBetween: boolean;
  carries: Arrow['carries'];
  headAtCard: boolean;
}): Arrow {
  const { card, between, leftOfBetween, carries, headAtCard } = end;
  return {
    id: `${between}>${card}`,
    from: leftOfBetween ? card : between,
    to: leftOfBetween ? between : card,
    carries,
    headAtStart: headAtCard && leftOfBetween,
    headAtEnd: headAtCard && !leftOfBetween,
  };
}

/** Draws up the boxes and arrows of a model; pure, and in the same order for the same model. */
export function diagramOf(model: Model): Diagram {
  const regions = orderedRegions(model);
  const place = new Map(regions.map(({ id }, index) => [id, index]));
  const cards = new Map<string, Card[]>(regions.map(({ id }) => [id, []]));
  const between: Card[] = [];
  const arrows: Arrow[] = [];
  /** Cards left of the middle are those in the first of the regions that a service or store spans. */
  const firstPlace = (ids: readonly string[]): number => Math.min(...ids.map((id) => place.get(id) ?? 0));

  for (const [index, service] of model.services.entries()) {
    const id = `service:${String(index)}`;
    const first = firstPlace(service.pools.map(({ region }) => groupId(service.cloud, region)));
    between.push(entryCard(service, id));
    for (const [poolIndex, pool] of service.pools.entries()) {
      const group = groupId(service.cloud, pool.region);
      const card = `${id}:pool:${String(poolIndex)}`;
      cards.get(group)?.push(poolCard(model, service, pool, card));
      const leftOfBetween = place.get(group) === first;
      arrows.push(connect({ card, between: id, leftOfBetween, carries: 'requests', headAtCard: true }));
    }
  }

  for (const [index, store] of model.stores.entries()) {
    const id = `store:${String(index)}`;
    const first = firstPlace(store.members.map(({ region }) => groupId(store.cloud, region)));
    between.push(replicationCard(store, id));
    for (const [memberIndex, member] of store.members.entries()) {
      const group = groupId(store.cloud, member.region);
      const card = `${id}:member:${String(memberIndex)}`;
      const lines = memberLines(store, member);
      cards.get(group)?.push({ id: card, kind: 'member', heading: store.name, lines, tooltip: member.urn });
      const leftOfBetween = place.get(group) === first;
      const headAtCard = member.role !== 'primary' && store.replication !== 'none';
      arrows.push(connect({ card, between: id, leftOfBetween, carries: store.replication, headAtCard }));
    }
  }

  const groups = regions.map(({ id, cloud, region, role }) => ({
    id,
    heading: region,
    subheading: subheading(model, cloud, region, role),
    role,
    cards: cards.get(id) ?? [],
  }));
  return { groups, between, arrows };
}
