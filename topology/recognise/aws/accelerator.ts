import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnknown, isUnreadable, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Declared, Entry, Evidence, Known, Pool, Service } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { partsOf } from './links.ts';
import { instancePool, regionNamed, unseenPool } from './pools.ts';
import { ANY_ROUTE } from './routes.ts';
import { accelerated, endpointCheck } from './signals.ts';
import { unwell, type Ports } from './targets.ts';
import { ACCELERATOR, ACCELERATOR_LISTENER, BALANCERS, ELASTIC_IP, ENDPOINT_GROUP, INSTANCE } from './types.ts';
import { distinct, servicesOf, throughout, together, wayInto, type Context, type Way } from './ways.ts';

// Global Accelerator: listeners, and in each region an endpoint group with a dial and weighted endpoints.

/** An accelerator that is in use. */
export interface Accelerated {
  readonly accelerator: Resource;
  readonly way: Way;
  readonly services: readonly Service[];
}

const ENDPOINTS = [...BALANCERS, ELASTIC_IP, INSTANCE] as const;
const DEFAULT_WEIGHT = 128;

/** Every accelerator that is switched on. */
export function recogniseAccelerators(context: Context): readonly Accelerated[] {
  const { graph } = context;
  const listeners = partsOf(graph, [ACCELERATOR_LISTENER], 'acceleratorArn', [ACCELERATOR]);
  const groups = partsOf(graph, [ENDPOINT_GROUP], 'listenerArn', [ACCELERATOR_LISTENER]);
  return graph
    .ofType(ACCELERATOR)
    .filter(({ inputs }) => valueAt(inputs, 'enabled') !== false)
    .map((accelerator): Accelerated => {
      if (isUnreadable(accelerator.inputs['enabled']))
        open(context, accelerator, 'enabled', 'cannot be read: whether clients arrive here cannot be told');
      const entry: Entry = { kind: 'accelerator', urn: accelerator.urn, availability: awsSla.globalAccelerator };
      const ways = (listeners.get(accelerator) ?? []).map((listener) => ({
        listener,
        way: shared(
          together((groups.get(listener) ?? []).map((group) => wayThrough(context, { accelerator, listener, group }))),
          context.above(accelerator.urn),
        ),
      }));
      const services = ways.flatMap(({ listener, way }) => servicesOf(way, accelerator.name, listener, entry));
      return { accelerator, way: together(ways.map(({ way }) => way)), services: distinct(services) };
    });
}

/** An endpoint group with what it belongs to. */
interface Group {
  readonly accelerator: Resource;
  readonly listener: Resource;
  readonly group: Resource;
}

/** A pool's `weight` holds the dial of its group until {@link shared} turns dials into shares. */
function wayThrough(context: Context, where: Group): Way {
  const { group, listener } = where;
  if (
    isUnreadable(listener.inputs['portRanges']) ||
    valuesAt(listener.inputs, 'portRanges.fromPort').some(isUnreadable)
  )
    open(context, listener, 'portRanges', 'cannot be read: at which ports requests arrive cannot be told');
  if (isUnknown(valueAt(group.inputs, 'trafficDialPercentage')))
    open(context, group, 'trafficDialPercentage', 'its share is known after an apply only');
  const dial = numberAt(group.inputs, 'trafficDialPercentage') ?? 100;
  const blocks = blocksAt(group.inputs, 'endpointConfigurations');
  if (blocks.some((block) => isUnknown(valueAt(block, 'weight'))))
    open(context, group, 'endpointConfigurations.weight', 'known after an apply only');
  const endpoints = context.graph.linkedEach(group, 'endpointConfigurations', 'endpointId', ENDPOINTS);
  if (endpoints.length === 0 || endpoints.includes(undefined))
    open(context, group, 'endpointConfigurations', 'an endpoint is not in the plan');
  return together(
    endpoints.map((endpoint, index) => {
      const weight = numberAt(blocks[index], 'weight') ?? DEFAULT_WEIGHT;
      const unusable = endpoint && refused(context, group, endpoint);
      return throughout(wayTo(context, where, endpoint, blocks[index]), (pool) => ({
        ...pool,
        ...(unusable ? { unusable } : {}),
        live: dial > 0 && weight > 0,
        capacityScaler: weight > 0 ? 1 : 0,
        weight: dial,
        evidence: [...pool.evidence, ...settings(group, dial, weight)],
      }));
    }),
  );
}

/** Why an accelerator never sends anything to an endpoint: it is in another region than its group, or never healthy. */
function refused({ graph, links }: Context, group: Resource, endpoint: Resource): Known<Evidence> {
  const said = regionOfGroup(graph, group);
  const region = regionOf(graph, endpoint);
  if (said !== undefined && region !== undefined && said !== region) {
    const whose = isSet(group.inputs, 'endpointGroupRegion') ? '' : ' by default, as its provider';
    const says = `is ${said}${whose}, and ${endpoint.name} is in ${region}: an endpoint has to be in the region of its group`;
    return { urn: group.urn, argument: 'endpointGroupRegion', says };
  }
  return unwell(graph, links, endpoint);
}

/** A group that names no region is in that of its provider. */
function regionOfGroup(graph: ResourceGraph, group: Resource): Known<string> {
  const own = 'endpointGroupRegion';
  if (isSet(group.inputs, own)) return textAt(group.inputs, own);
  return textAt(group.outputs, own) ?? regionOf(graph, group);
}

function wayTo(context: Context, where: Group, endpoint: Resource | undefined, block: unknown): Way {
  const { accelerator, listener, group } = where;
  const inside =
    endpoint === undefined
      ? unseenWay(context, group, block)
      : BALANCERS.some((type) => type === endpoint.type)
        ? wayInto(context, endpoint, portsOf(listener, group))
        : undefined;
  if (endpoint !== undefined && inside === undefined) return directWay(context, where, endpoint);
  return throughout(inside ?? new Map(), ({ signals, ...pool }) => ({
    ...pool,
    signals: signals.map((signal) => accelerated(signal, accelerator)),
    instanceSignals: signals,
  }));
}

function unseenWay({ graph }: Context, group: Resource, block: unknown): Way {
  const region = regionOfGroup(graph, group) ?? regionNamed(valueAt(block, 'endpointId'));
  return region === undefined ? new Map() : new Map([[ANY_ROUTE, [unseenPool(group, region)]]]);
}

/** An instance or an address, which the accelerator checks by itself. */
function directWay(context: Context, { accelerator, group }: Group, endpoint: Resource): Way {
  const { graph, above } = context;
  const region = regionOf(graph, endpoint) ?? regionOfGroup(graph, group);
  const instance = endpoint.type === ELASTIC_IP ? graph.linked(endpoint, 'instance', [INSTANCE])[0] : endpoint;
  if (region === undefined || instance === undefined)
    open(context, group, 'endpointConfigurations', `what answers at ${endpoint.name}, and where, is not in the plan`);
  if (region === undefined) return new Map();
  const pool = instancePool(graph, instance ?? endpoint, region, above(endpoint.urn));
  return new Map([[ANY_ROUTE, [{ ...pool, signals: [endpointCheck(group, accelerator)] }]]]);
}

const open = ({ undecided }: Context, { urn }: Resource, argument: string, says: string): number =>
  undecided.push({ about: 'entry', evidence: { urn, argument, says } });

function settings(group: Resource, dial: number, weight: number): readonly Evidence[] {
  if (weight === 0) {
    const says = 'an endpoint of weight 0 never takes over; 1 to 255 would let it';
    return [{ urn: group.urn, argument: 'endpointConfigurations.weight', says }];
  }
  return dial === 0
    ? [
        {
          urn: group.urn,
          argument: 'trafficDialPercentage',
          says: 'a dial of 0 takes no traffic until the others fail',
        },
      ]
    : [];
}

/** Ports at which the listener's requests arrive at the endpoints of a group. */
function portsOf(listener: Resource, group: Resource): Ports {
  const overrides = blocksAt(group.inputs, 'portOverrides');
  const elsewhere = overrides.flatMap((block) => numberAt(block, 'endpointPort') ?? []);
  const turned = new Set(overrides.map((block) => numberAt(block, 'listenerPort')));
  const ranges = blocksAt(listener.inputs, 'portRanges')
    .filter((range) => isSet(range, 'fromPort'))
    .map((range) => [numberAt(range, 'fromPort') ?? 0, numberAt(range, 'toPort') ?? 65_535] as const)
    .filter(([from, to]) => from !== to || !turned.has(from));
  return [...ranges, ...elsewhere.map((port) => [port, port] as const)];
}

/**
 * Dials as shares of the whole. Each region's clients come to it by nearness; what its dial turns away goes to the
 * others. With every dial fully open the share is geography alone, so there is no weight to state.
 */
const shared = (way: Way, declared: Declared | undefined): Way =>
  new Map(
    [...way].map(([label, pools]) => {
      if (pools.every(({ weight }) => weight === 100)) return [label, pools.map(({ weight: _, ...pool }) => pool)];
      const near = pools.map((pool) => nearness(pool, pools, declared));
      const dials = pools.map(({ weight }) => (weight ?? 100) / 100);
      const turnedAway = near.map((share, index) => share * (1 - (dials[index] ?? 1)));
      const all = turnedAway.reduce((sum, share) => sum + share, 0);
      const shares = pools.map((pool, index): Pool => {
        const kept = (near[index] ?? 0) * (dials[index] ?? 1);
        const taken = pool.live ? (all - (turnedAway[index] ?? 0)) / Math.max(1, pools.length - 1) : 0;
        return { ...pool, weight: Math.round((kept + taken) * 1000) / 1000 };
      });
      return [label, shares];
    }),
  );

function nearness({ region }: Pool, pools: readonly Pool[], declared: Declared | undefined): number {
  const away = declared?.failoverClientShare;
  if (away === undefined || !declared?.regions || pools.length !== 2) return 1 / pools.length;
  return region === declared.regions.failover ? away : 1 - away;
}
