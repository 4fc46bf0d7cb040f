import type { Model } from '../../topology/model/model.ts';
import { checkIncident } from '../../drill/incident/read.ts';
import type { Incident } from '../../drill/incident/schema.ts';
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
  /** Requests in a second of this machine that the plan is built for. Default: 100. */
  readonly rate?: number;
  /** Moments of 429 answers. */
  readonly limited?: readonly number[];
  readonly verdicts?: Recording['verdicts'];
  /** Milliseconds by which the end of the fault comes late. Default: 0. */
  readonly lateMs?: number;
  readonly store?: StoreRecording | null;
  /** The incident's faults. Default: the one on the primary. */
  readonly faults?: readonly object[];
  /** Spans in which the primary's clients are served by the failover region. Default: by `shed` and `back`. */
  readonly away?: readonly (readonly [number, number])[];
  /** The same for the failover region's clients, by the primary. Default: never. */
  readonly failoverAway?: readonly (readonly [number, number])[];
  /** Milliseconds by which faults begin late. Default: 0. */
  readonly startLateMs?: number;
  /** Requests in a declared second. Default: 10. */
  readonly perSecond?: number;
  readonly expect?: Incident['expect'];
  readonly kind?: string;
}

export const second = at;

const single = (kind: string): object => ({ kind, at: '100s', until: '200s', target: 'primary' });

export const incident = ({ expect = {}, kind = 'crash', faults = [single(kind)] }: Story): Incident =>
  checkIncident(
    {
      title: 'made up',
      published: 'nothing',
      chosen: 'all',
      duration: '400s',
      load: 1,
      faults,
      expect,
    },
    'made-up',
  );

/** The report of a made-up run. */
export function report(story: Story, of: Model = model()): DrillReport {
  const plan = buildPlan(of, { stack: 'test', rate: story.rate ?? 100, scale });
  const subject = { plan, incident: incident(story), startedAt: '2026-01-01T00:00:00.000Z', wallSeconds: 41 };
  const timeline = timelineOf(subject.incident, plan);
  const away = story.away ?? [[100 + (story.shed ?? 0), 200 + (story.back ?? 0)]];
  const isIn = (spans: Story['away'], t: number) => (spans ?? []).some(([from, until]) => t >= from && t < until);
  const servedBy = (home: string, t: number) => {
    if (home === primary) return isIn(away, t) ? failover : primary;
    return isIn(story.failoverAway, t) ? primary : failover;
  };
  const perSecond = story.perSecond ?? 10;
  const moments = Array.from({ length: 400 * perSecond }, (_, index) => index / perSecond);
  // Every fifth client has the failover region as its own.
  const homes = moments.map((t, index) => ({ t, home: index % 5 === 4 ? failover : primary }));
  const fails = (t: number) => (story.failing ?? []).some(([from, until]) => t >= from && t < until);
  const isLimited = (t: number) => (story.limited ?? []).some((moment) => Math.abs(moment - t) < 0.05);
  return measure(
    { ...subject, timeline },
    {
      startMs,
      endMs: at(story.end ?? 400),
      played: timeline.strikes.map((strike) => ({
        strike,
        fromMs: at(strike.at) + (story.startLateMs ?? 0),
        untilMs: at(strike.until),
      })),
      turns: [
        { dueMs: at(100), doneMs: at(100) },
        { dueMs: at(200), doneMs: at(200) + (story.lateMs ?? 0) },
      ],
      attempts: homes.map(({ t, home }) => ({
        ms: at(t),
        region: servedBy(home, t),
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
