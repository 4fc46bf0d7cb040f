import type { Model } from '../../topology/model/model.ts';
import { checkIncident, type Incident } from '../../drill/incident/read.ts';
import { timelineOf } from '../../drill/incident/timeline.ts';
import { measure } from '../../drill/measure/measure.ts';
import { buildPlan } from '../../drill/plan/build.ts';
import type { DrillReport } from '../../drill/report/report.ts';
import type { Recording } from '../../drill/run/drill.ts';
import type { StoreRecording } from '../../drill/run/store/rig.ts';
import { failover, model, primary } from './models.ts';

// A made-up run: 100 requests a second, ten declared seconds in one, one fault on the primary from 100 s to 200 s.

export const scale = 10;
const startMs = 1_000_000;
const at = (seconds: number): number => startMs + (seconds * 1000) / scale;

export interface Story {
  /** Declared seconds after the fault's start at which the entry stops sending to the primary. */
  readonly shed?: number;
  /** ... after the fault's end at which it begins again. */
  readonly back?: number;
  /** Requests that were due in these spans fail, for the clients of the primary. */
  readonly failing?: readonly (readonly [number, number])[];
  /** Second at which the run ends; what is under way then may still be answered. Default: 400. */
  readonly end?: number;
  /** Moments of 429 answers. */
  readonly limited?: readonly number[];
  readonly verdicts?: Recording['verdicts'];
  readonly store?: StoreRecording | null;
  readonly expect?: Incident['expect'];
  readonly kind?: string;
}

export const second = at;

export const incident = ({ expect = {}, kind = 'crash' }: Story): Incident =>
  checkIncident(
    {
      title: 'made up',
      published: 'nothing',
      chosen: 'all',
      duration: '400s',
      load: 1,
      faults: [{ kind, at: '100s', until: '200s', target: 'primary' }],
      expect,
    },
    'made-up',
  );

/** The report of a made-up run. */
export function report(story: Story, of: Model = model()): DrillReport {
  const plan = buildPlan(of, { stack: 'test', rate: 100, scale });
  const subject = { plan, incident: incident(story), startedAt: '2026-01-01T00:00:00.000Z', wallSeconds: 41 };
  const timeline = timelineOf(subject.incident, plan);
  const strike = timeline.strikes[0]!;
  const away = [100 + (story.shed ?? 0), 200 + (story.back ?? 0)] as const;
  const moments = Array.from({ length: 4000 }, (_, index) => index / 10);
  // Every fifth client has the failover region as its own.
  const homes = moments.map((t, index) => ({ t, home: index % 5 === 4 ? failover : primary }));
  const fails = (t: number) => (story.failing ?? []).some(([from, until]) => t >= from && t < until);
  const isLimited = (t: number) => (story.limited ?? []).some((moment) => Math.abs(moment - t) < 0.05);
  return measure(
    { ...subject, timeline },
    {
      startMs,
      endMs: at(story.end ?? 400),
      played: [{ strike, fromMs: at(100), untilMs: at(200) }],
      attempts: homes.map(({ t, home }) => ({
        ms: at(t),
        region: home === primary && t >= away[0] && t < away[1] ? failover : home,
        status: isLimited(t) ? 429 : 200,
      })),
      verdicts: story.verdicts ?? [],
      steered: [],
      outcomes: {
        dueMs: Float64Array.from(moments, at),
        latencyMs: Float32Array.from(moments, (t) => (t < 300 ? 20 : 40)),
        status: Uint16Array.from(homes, ({ t, home }) => (home === primary && fails(t) ? 503 : 200)),
      },
      instances: new Map([
        [primary, [{ ms: at(-10), instances: 20 }]],
        [
          failover,
          [
            { ms: at(-10), instances: 20 },
            { ms: at(120), instances: 25 },
          ],
        ],
      ]),
      store: story.store ?? null,
    },
  );
}
