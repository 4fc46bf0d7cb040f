import type { Cloud, Declared, Member, Model, Pool, Service, Store } from '../model/model.ts';
import { covers, isMultiRegion } from '../recognise/place.ts';
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

interface Region {
  readonly id: string;
  readonly cloud: Cloud;
  readonly region: string;
  readonly role: Group['role'];
}

/** All regions, the declared primaries first and the declared failover regions after them. */
function orderedRegions(model: Model): Region[] {
  const seen = new Map<string, Region>();
  const add = (cloud: Cloud, region: string): void => {
    const id = groupId(cloud, region);
    if (!seen.has(id)) seen.set(id, { id, cloud, region, role: roleOf(model, region) });
  };
  for (const { cloud, pools } of model.services) for (const { region } of pools) add(cloud, region);
  for (const store of model.stores) for (const { region } of copiesOf(model, store)) add(store.cloud, region);
  const rank = { primary: 0, none: 1, failover: 2 };
  return [...seen.values()].sort((a, b) => rank[a.role] - rank[b.role]);
}

interface Copy {
  readonly region: string;
  readonly member: Member;
}

/**
 * Where the copies of a store stand. What is kept in a place over many regions stands in each region of the picture that
 * the place covers; it would otherwise look like a third region.
 */
function copiesOf({ services }: Model, { cloud, members }: Store): Copy[] {
  const pools = services.filter((service) => service.cloud === cloud).flatMap((service) => service.pools);
  const regions = [...new Set(pools.map(({ region }) => region))];
  return members.flatMap((member) => {
    const covered = isMultiRegion(member.region) ? regions.filter((region) => covers(member.region, region)) : [];
    return (covered.length > 0 ? covered : [member.region]).map((region) => ({ region, member }));
  });
}

/** Logical name of a resource: the last part of its URN. */
const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

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
  const lines = [plain(service.name), ...shareLines(model, service, pool), ...poolLines(pool), ...own.map(plain)];
  if (pool.signals.length === 0) lines.push(weak('nothing notices when it is bad'));
  return { id, kind: 'pool', heading: COMPUTE_NAMES[pool.compute], lines, tooltip: pool.urn };
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

/** A card in a region, to be joined with one between the regions. */
interface End {
  readonly group: string;
  readonly card: Card;
  /** True when requests or data arrive there. */
  readonly receives: boolean;
}

/** A service or a store: its card between the regions, and its cards in them. */
interface Span {
  readonly between: Card;
  readonly carries: Arrow['carries'];
  readonly ends: readonly End[];
}

function serviceSpan(model: Model, service: Service, id: string): Span {
  const ends = service.pools.map((pool, index) => ({
    group: groupId(service.cloud, pool.region),
    card: poolCard(model, service, pool, `${id}:pool:${String(index)}`),
    receives: true,
  }));
  return { between: entryCard(service, id), carries: 'requests', ends };
}

function storeSpan(model: Model, store: Store, id: string): Span {
  const ends = copiesOf(model, store).map(({ region, member }, index) => ({
    group: groupId(store.cloud, region),
    card: {
      id: `${id}:member:${String(index)}`,
      kind: 'member' as const,
      heading: nameOf(member.urn),
      lines: memberLines(store, member),
      tooltip: member.urn,
    },
    receives: member.role !== 'primary' && store.replication !== 'none',
  }));
  return { between: replicationCard(store, id), carries: store.replication, ends };
}

/** Arrows run in the order of the regions: ends in the first one lie left of the middle, all others right of it. */
function arrowsOf({ between, carries, ends }: Span, order: readonly string[]): Arrow[] {
  const first = Math.min(...ends.map(({ group }) => order.indexOf(group)));
  return ends.map(({ group, card, receives }) => {
    const left = order.indexOf(group) === first;
    return {
      id: `${between.id}>${card.id}`,
      from: left ? card.id : between.id,
      to: left ? between.id : card.id,
      carries,
      headAtStart: receives && left,
      headAtEnd: receives && !left,
    };
  });
}

/** Draws up the boxes and arrows of a model; pure, and in the same order for the same model. */
export function diagramOf(model: Model): Diagram {
  const regions = orderedRegions(model);
  const order = regions.map(({ id }) => id);
  const spans = [
    ...model.services.map((service, index) => serviceSpan(model, service, `service:${String(index)}`)),
    ...model.stores.map((store, index) => storeSpan(model, store, `store:${String(index)}`)),
  ];
  const ends = spans.flatMap((span) => span.ends);
  return {
    groups: regions.map(({ id, cloud, region, role }) => ({
      id,
      heading: region,
      subheading: subheading(model, cloud, region, role),
      role,
      cards: ends.filter(({ group }) => group === id).map(({ card }) => card),
    })),
    between: spans.map(({ between }) => between),
    arrows: spans.flatMap((span) => arrowsOf(span, order)),
  };
}
