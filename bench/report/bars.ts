import { decimal, percent } from './figures.ts';
import { growthOf, type Growth } from './growth.ts';
import type { Results } from './results.ts';

/** A limit that a release has to keep. */
export interface Bar {
  /** What is held against what. */
  readonly title: string;
  readonly value: number;
  readonly limit: number;
  /** Further figures that tell whether the value can be believed. */
  readonly beside: string;
}

export const holds = ({ value, limit }: Bar): boolean => value <= limit;

/** Whether a bar holds, or by how much it is missed, in one line. */
export function barLine(bar: Bar): string {
  const { title, value, limit, beside } = bar;
  const verdict = holds(bar) ? 'holds' : `missed by ${percent(value / limit - 1)}`;
  return `${verdict}: ${title}: ${decimal(value)}, at most ${decimal(limit)} (${beside})`;
}

/** The bars of a run, in the order of their importance. */
export function barsOf(results: Results): Bar[] {
  const { raw, production, 'production-empty-pack': emptyPack } = results.previews;
  const [wall, cpu] = serviceGrowth(results);
  return [
    {
      title: 'time of `production` with its policies, by the raw floor',
      value: production.figures.wallSeconds / raw.figures.wallSeconds,
      limit: 1.5,
      beside: `computing time ${decimal(production.figures.cpuSeconds / raw.figures.cpuSeconds)}`,
    },
    {
      title: 'cost of one more service from 20 to 50, by that from 5 to 20 (or the other way round)',
      value: wall.bend,
      limit: 1.2,
      beside: `computing time ${decimal(cpu.bend)}`,
    },
    memoryBar('memory of the program, by that of the raw floor', [production, raw], 'program'),
    memoryBar('memory of the pack, by that of an empty pack in the same preview', [production, emptyPack], 'pack'),
    ...startBars(results),
  ];
}

/** The least number of resources on which the rules are measured. */
export const judgedResources = 500;

/** What the rules cost where no preview hides it: at the start of the pack, and on a plan of {@link judgedResources} or more. */
function startBars({ starts }: Pick<Results, 'starts'>): Bar[] {
  const named = (name: string) => {
    const found = starts.find((one) => one.name === name);
    if (!found) throw new Error(`${name} was not measured`);
    return found.figures;
  };
  const [pack, empty] = [named('pack'), named('empty-pack')];
  const judged = starts.flatMap((one) => {
    const resources = Number(/^rules-(\d+)$/.exec(one.name)?.[1] ?? 0);
    return resources >= judgedResources ? [{ ...one, resources }] : [];
  });
  const [smallest] = judged.sort((a, b) => a.resources - b.resources);
  if (!smallest) throw new Error(`the rules were not measured on ${judgedResources} resources`);
  const [own, other] = [pack.peakMib.command ?? NaN, empty.peakMib.command ?? NaN];
  return [
    {
      title: 'start of the pack, by that of an empty pack',
      value: pack.wallSeconds / empty.wallSeconds,
      limit: 1.3,
      beside: `computing time ${decimal(pack.cpuSeconds / empty.cpuSeconds)}`,
    },
    {
      title: 'memory of the pack when it has started, by that of an empty pack',
      value: own / other,
      limit: 1.2,
      beside: `${own.toFixed(0)} MiB by ${other.toFixed(0)} MiB`,
    },
    {
      title: `seconds that every rule takes over ${smallest.resources} resources, the start of Node included`,
      value: smallest.figures.wallSeconds,
      limit: 2,
      beside: `computing time ${decimal(smallest.figures.cpuSeconds)} s`,
    },
  ];
}

/** Growth in time and in computing time. */
export function serviceGrowth({ services }: Pick<Results, 'services'>): [wall: Growth, cpu: Growth] {
  const growth = (figure: 'wallSeconds' | 'cpuSeconds'): Growth => {
    const at = (wanted: number) => {
      const found = services.find((one) => one.services === wanted);
      if (!found) throw new Error(`${wanted} services were not measured`);
      return { services: wanted, seconds: found.figures[figure] };
    };
    return growthOf(at(5), at(20), at(50));
  };
  return [growth('wallSeconds'), growth('cpuSeconds')];
}

function memoryBar(title: string, [ours, theirs]: [Measured, Measured], part: 'program' | 'pack'): Bar {
  const [own, other] = [ours.figures.peakMib[part] ?? NaN, theirs.figures.peakMib[part] ?? NaN];
  return { title, value: own / other, limit: 1.2, beside: `${own.toFixed(0)} MiB by ${other.toFixed(0)} MiB` };
}

type Measured = Results['previews'][keyof Results['previews']];
