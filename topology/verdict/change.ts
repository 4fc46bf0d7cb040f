import type { Model, Pool, Service, Signal, Store } from '../model/model.ts';
import { declaredFor } from '../model/scope.ts';
import { probeSettings, sizeSettings } from './spelling.ts';
import { shareOf } from './traffic.ts';
import type { Change } from './types.ts';

// The single setting that would do: each setting is moved step by step, alike in both regions, until the objective holds.

interface Knob {
  readonly urn: string;
  readonly argument: string;
  readonly from: number;
  /** Values to try, nearest first. */
  readonly values: readonly number[];
  readonly turn: (model: Model, value: number) => Model;
}

/**
 * The smallest change of one setting after which `holds` is true; null when no single one suffices. A better setting
 * never makes a verdict worse, so the nearest value that holds is found by halving.
 */
export function singleChange(model: Model, holds: (model: Model) => boolean): Change | null {
  for (const { urn, argument, from, to, gives } of model.stores.flatMap(({ options }) => options)) {
    if (holds(withStore(model, urn, gives))) return { urn, on: [urn], argument, from, to };
  }
  const knobs = knobsOf(model);
  // Both regions are turned alike, so one knob stands for a setting of both.
  const distinct = knobs.filter(
    ({ argument }, index) => knobs.findIndex((other) => other.argument === argument) === index,
  );
  for (const knob of distinct) {
    const works = (index: number): boolean => holds(knob.turn(model, knob.values[index] ?? knob.from));
    let last = knob.values.length - 1;
    if (last < 0 || !works(last)) continue;
    for (let first = 0; first < last;) {
      const middle = Math.floor((first + last) / 2);
      if (works(middle)) last = middle;
      else first = middle + 1;
    }
    const { urn, argument, from } = knob;
    const on = [...new Set(knobs.filter((other) => other.argument === argument).map((other) => other.urn))];
    return { urn, on, argument, from, to: knob.values[last] ?? from };
  }
  return null;
}

function knobsOf(model: Model): readonly Knob[] {
  const pools = model.services.flatMap((service) => service.pools);
  const signals = pools.flatMap((pool) => pool.signals);
  return [
    ...decisionKnob(model),
    ...signals.flatMap(ttlKnob),
    ...signals.flatMap(probeKnobs),
    ...signals.flatMap(ejectionKnob),
    ...pools.flatMap(sizeKnobs),
    ...model.services.flatMap((service) => targetKnob(service, model)),
  ];
}

function decisionKnob(model: Model): readonly Knob[] {
  const [declared] = model.declared;
  if (declared?.decisionSeconds === undefined) return [];
  return [
    {
      urn: declared.urn,
      argument: 'decisionSeconds',
      from: declared.decisionSeconds,
      values: down(declared.decisionSeconds, 0),
      turn: (changed, value) => ({
        ...changed,
        declared: changed.declared.map((one) => ({ ...one, decisionSeconds: value })),
      }),
    },
  ];
}

function ttlKnob({ ttlSeconds, evidence }: Signal): readonly Knob[] {
  const last = evidence.at(-1);
  if (ttlSeconds === undefined || last?.argument !== 'ttl') return [];
  return [
    {
      urn: last.urn,
      argument: 'ttl',
      from: ttlSeconds,
      values: down(ttlSeconds, 0),
      turn: (model, value) =>
        withSignals(model, (signal) => (signal.ttlSeconds === undefined ? signal : { ...signal, ttlSeconds: value })),
    },
  ];
}

function probeKnobs(signal: Signal): readonly Knob[] {
  const { probe, kind } = signal;
  if (probe === undefined) return [];
  return probeSettings(signal).map(({ urn, argument, fields, least, only }): Knob => {
    const from = Math.max(...fields.map((field) => probe[field]));
    const lowest = fields.includes('periodSeconds') ? Math.max(least, Math.ceil(probe.timeoutSeconds)) : least;
    const turned = (value: number): Partial<typeof probe> => Object.fromEntries(fields.map((field) => [field, value]));
    return {
      urn,
      argument,
      from,
      values: only?.filter((value) => value < from) ?? down(from, lowest),
      turn: (model, value) =>
        withSignals(model, (other) =>
          other.kind === kind && other.probe ? { ...other, probe: { ...other.probe, ...turned(value) } } : other,
        ),
    };
  });
}

function ejectionKnob({ outlier, evidence }: Signal): readonly Knob[] {
  if (outlier === undefined) return [];
  return [
    {
      urn: evidence[0]?.urn ?? '',
      argument: 'outlierDetection.baseEjectionTime.seconds',
      from: outlier.baseEjectionSeconds,
      values: down(outlier.baseEjectionSeconds, 1),
      turn: (model, value) =>
        withSignals(model, (other) =>
          other.outlier ? { ...other, outlier: { ...other.outlier, baseEjectionSeconds: value } } : other,
        ),
    },
  ];
}

function sizeKnobs(pool: Pool): readonly Knob[] {
  return (['maxInstances', 'minInstances'] as const).flatMap((setting) => {
    const all = pool[setting];
    if (all === undefined) return [];
    // A region of several groups has the setting once in each.
    const places = sizeSettings(pool, setting);
    const from = all / places.length;
    return places.map((place) => ({
      ...place,
      from,
      values: up(from),
      turn: (model: Model, value: number) =>
        withPools(model, (other) => ({ ...other, [setting]: Math.max(other[setting] ?? 0, value * places.length) })),
    }));
  });
}

/** Target of the region that serves most: a lower one lets more overflow, down to where the regions serve alike. */
function targetKnob(service: Service, model: Model): readonly Knob[] {
  const declared = declaredFor(model, service);
  const [most] = service.pools.toSorted(
    (one, other) => shareOf(service, other, declared) - shareOf(service, one, declared),
  );
  const { targetRps, minInstances = 0 } = most ?? {};
  if (!most || targetRps === undefined || minInstances === 0 || declared?.peakRps === undefined) return [];
  const from = targetRps / minInstances;
  return [
    {
      urn: service.urn,
      argument: 'backends.maxRatePerInstance',
      from,
      values: down(from, Math.ceil(declared.peakRps / 2 / minInstances)),
      turn: (changed, value) =>
        withPools(changed, (pool) => (pool.urn === most.urn ? { ...pool, targetRps: value * minInstances } : pool)),
    },
  ];
}

const withStore = (model: Model, urn: string, gives: Partial<Store>): Model => ({
  ...model,
  stores: model.stores.map((store) => (store.urn === urn ? { ...store, ...gives } : store)),
});

const withPools = (model: Model, change: (pool: Pool) => Pool): Model => ({
  ...model,
  services: model.services.map((service) => ({ ...service, pools: service.pools.map(change) })),
});

const withSignals = (model: Model, change: (signal: Signal) => Signal): Model =>
  withPools(model, (pool) => ({ ...pool, signals: pool.signals.map(change) }));

/** Whole numbers below `from`, nearest first; in wider steps where there are many. */
function down(from: number, least: number): readonly number[] {
  const step = Math.max(1, Math.floor((from - least) / 60));
  const values: number[] = [];
  for (let value = Math.ceil(from) - step; value > least; value -= step) values.push(value);
  return from > least ? [...values, least] : [];
}

/** Growing counts up to sixteen times `from`. */
const up = (from: number): readonly number[] =>
  Array.from({ length: 60 }, (_, index) => Math.ceil((from || 1) * 1.05 ** (index + 1))).filter(
    (value, index, all) => value > from && all.indexOf(value) === index,
  );
