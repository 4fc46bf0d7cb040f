import type { Resource } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnreadable, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Entry, Evidence, FaultKind, Known, Pool, Service, Signal } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { answersOf } from './answers.ts';
import { DEFAULT_ROUTE } from './routes.ts';
import { BALANCERS, BUCKETS, DISTRIBUTION, RECORD } from './types.ts';
import { distinct, servicesOf, throughout, together, wayInto, type Context } from './ways.ts';

// CloudFront: each request goes to the origin that its behaviour names. Where that is an origin group, the first of its
// origins is asked and the request is tried again at the second.

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

type Block = Readonly<Record<string, unknown>>;

/** An origin with the load balancer that it leads to; none where it is something else. */
interface Origin {
  readonly block: Block;
  readonly balancer: Known<Resource>;
  /** True for objects of a bucket: a page of their own, and never what the load balancers answer. */
  readonly isBucket: boolean;
}

/** Services of distributions, one for each behaviour that leads to load balancers of the plan. */
export function recogniseDistributions(context: Context): readonly Service[] {
  const inUse = context.graph
    .ofType(DISTRIBUTION)
    .filter(({ urn, inputs }) => valueAt(inputs, 'enabled') !== false && !context.entered.has(urn));
  return inUse.flatMap((distribution) => {
    sayUnread(context, distribution);
    const origins = originsOf(context, distribution);
    const services = behaviours(distribution).flatMap((behaviour) =>
      servicesThrough(context, distribution, origins, behaviour),
    );
    // A load balancer that is an origin has its clients from the distribution, used or not.
    for (const { balancer } of origins) if (balancer && services.length > 0) context.entered.add(balancer.urn);
    return distinct(services);
  });
}

/** Says what of a distribution cannot be read, where it may lead to load balancers. */
function sayUnread({ graph, undecided }: Context, { urn, inputs, dependencies }: Resource): void {
  const leads = graph.ofType(...BALANCERS, RECORD).some((one) => dependencies.includes(one.urn));
  const unread = ['enabled', 'origins', 'originGroups', 'defaultCacheBehavior'].find((one) =>
    isUnreadable(inputs[one]),
  );
  if (!leads || unread === undefined) return;
  const says = 'cannot be read: where requests go cannot be told';
  undecided.push({ about: 'entry', evidence: { urn, argument: unread, says } });
}

/** What a distribution does with requests of a path. */
interface Behaviour {
  readonly argument: 'defaultCacheBehavior' | 'orderedCacheBehaviors';
  /** Path pattern where it is not the default one. */
  readonly label: string;
  /** Id of an origin or of an origin group; undefined where it cannot be told. */
  readonly target: Known<string>;
  readonly block: Block;
}

const behaviours = ({ inputs }: Resource): readonly Behaviour[] =>
  (['defaultCacheBehavior', 'orderedCacheBehaviors'] as const).flatMap((argument) =>
    blocksAt(inputs, argument).map((block) => ({
      argument,
      label: argument === 'defaultCacheBehavior' ? DEFAULT_ROUTE : ` ${textAt(block, 'pathPattern') ?? ''}`,
      target: textAt(block, 'targetOriginId'),
      block,
    })),
  );

function servicesThrough(
  context: Context,
  distribution: Resource,
  origins: readonly Origin[],
  behaviour: Behaviour,
): readonly Service[] {
  if (behaviour.target === undefined && isSet(behaviour.block, 'targetOriginId')) {
    const says = 'to which origin it sends requests is known only after an apply';
    const argument = `${behaviour.argument}.targetOriginId`;
    context.undecided.push({ about: 'entry', evidence: { urn: distribution.urn, argument, says } });
    return [];
  }
  const groups = blocksAt(distribution.inputs, 'originGroups');
  const group = groups.find((one) => textAt(one, 'originId') === behaviour.target);
  const members = (group ? valuesAt(group, 'members.originId') : [behaviour.target]).flatMap(
    (id) => origins.find(({ block }) => textAt(block, 'originId') === id) ?? [],
  );
  const known = members.flatMap(({ block, balancer }) => (balancer ? [{ block, balancer }] : []));
  if (known.length === 0) return [];
  if (members.some(({ balancer, isBucket }) => !balancer && !isBucket)) {
    const says = 'has an origin beside a load balancer that is not known here';
    context.undecided.push({ about: 'entry', evidence: { urn: distribution.urn, argument: 'origins', says } });
  }
  if (group && writes(behaviour)) {
    const says =
      'origin failover tries GET, HEAD and OPTIONS again and nothing else: other requests fail while the first origin is down';
    context.undecided.push({ about: 'entry', evidence: { urn: distribution.urn, argument: 'originGroups', says } });
  }
  const ways = known.map(({ balancer, block }, index) =>
    throughout(wayInto(context, balancer), (pool): Pool =>
      group === undefined
        ? pool
        : {
            ...pool,
            live: index === 0,
            weight: index === 0 ? 1 : 0,
            signals: [attempts(distribution, group, block)],
            instanceSignals: pool.signals,
          },
    ),
  );
  const entry: Entry = { kind: 'anycast', urn: distribution.urn, availability: awsSla.cloudFront };
  const way = together(ways, DEFAULT_ROUTE);
  return servicesOf(
    way,
    `${distribution.name}${behaviour.label}`,
    distribution,
    entry,
    group ? [] : bypassed(distribution, behaviour),
  );
}

/** Says where an origin group is there and a behaviour does not use it. */
function bypassed(distribution: Resource, { argument }: Behaviour): readonly Evidence[] {
  if (blocksAt(distribution.inputs, 'originGroups').length === 0) return [];
  const says = 'names an origin and not an origin group: no request is tried again at another origin';
  return [{ urn: distribution.urn, argument: `${argument}.targetOriginId`, says }];
}

/** Origins by what they are: a load balancer, or a plain name of the plan that leads to one. */
function originsOf(context: Context, distribution: Resource): readonly Origin[] {
  const { graph, names } = context;
  const named = graph.linkedEach(distribution, 'origins', 'domainName', [...BALANCERS, ...BUCKETS, RECORD]);
  return blocksAt(distribution.inputs, 'origins').map((block, index) => {
    const linked = named[index];
    const name = textAt(block, 'domainName');
    const set = (linked && names.setOf(linked)) ?? (name === undefined ? undefined : names.named(name));
    const [answer, ...more] = set ? set.records.flatMap((record) => answersOf(context, record).endpoints) : [linked];
    const isBalancer = BALANCERS.some((type) => type === answer?.type);
    const isBucket = BUCKETS.some((type) => type === linked?.type);
    return { block, balancer: isBalancer && more.length === 0 ? answer : undefined, isBucket };
  });
}

const writes = ({ block }: Behaviour): boolean =>
  valuesAt(block, 'allowedMethods').some((method) => !SAFE_METHODS.includes(String(method)));

/** Each request notices for itself: it gives the first origin so many attempts, one after the other. */
function attempts(distribution: Resource, group: Block, origin: Block): Signal {
  const seconds = numberAt(origin, 'connectionTimeout') ?? 10;
  const count = numberAt(origin, 'connectionAttempts') ?? 3;
  const errors = valuesAt(group, 'failoverCriteria.statusCodes').some((code) => Number(code) >= 500);
  const sees: readonly FaultKind[] = errors ? ['crash', 'error', 'hang'] : ['crash', 'hang'];
  return {
    kind: 'health-check',
    sees,
    probe: { periodSeconds: seconds, timeoutSeconds: seconds, failures: count, successes: 1 },
    evidence: [
      {
        urn: distribution.urn,
        argument: 'originGroups',
        says: `each request asks the first origin up to ${count} times for ${seconds} s before it tries the second`,
      },
    ],
  };
}
