import { ALERT_SECONDS } from '../../topology/arithmetic/assumptions.ts';
import { writeRecoveryTime } from '../../topology/arithmetic/recovery.ts';
import type { Declared, Store } from '../../topology/model/model.ts';
import type { StorePlan } from './plan.ts';
import type { TimeScale } from './scale.ts';

/** Looks of the controller that must fail in a row before it believes a loss, as one declared stretch. */
const noticeSeconds = 10;
/** Longest that a lost standby may hold commits when no write objective is declared. */
const releaseSeconds = 30;
/** Replica lag when a plan cannot say it. */
const lagSeconds = 1;
const defaultDecisionSeconds = 300;
const writesPerSecond = 30;
const atOnce = { best: 0, expected: 0, worst: 0 };

/** The database pair of the plan: the SQL store of the primary region, or the first one. Null when there is none. */
export function storePlan(
  stores: readonly Store[],
  primaryRegion: string | undefined,
  declared: Declared | undefined,
  scale: TimeScale,
): StorePlan | null {
  const all = stores.filter(({ kind }) => kind === 'sql');
  const store = all.find(({ members }) => members.some(({ region }) => region === primaryRegion)) ?? all[0];
  const primary = store?.members.find((member) => member.role !== 'replica');
  if (!store || !primary) return null;
  const replica = store.members.find((member) => member.region !== primary.region);
  const replication = replica ? store.replication : 'none';
  return {
    name: store.name,
    primaryRegion: primary.region,
    replicaRegion: replica?.region ?? null,
    replication,
    rpoSeconds: store.rpo?.worst ?? null,
    linkDelayMs: replication === 'async' ? scale.toMs(store.rpo?.expected ?? lagSeconds) : 0,
    promotion: replica ? promotion(store, declared, scale) : null,
    releaseAfterMs: scale.toMs(Math.min(releaseSeconds, (declared?.objectives.writeRtoSeconds ?? Infinity) / 2)),
    writesPerSecond,
  };
}

function promotion(store: Store, declared: Declared | undefined, scale: TimeScale): StorePlan['promotion'] {
  const { who, seconds } = store.promotion;
  if (who === 'nobody' || !seconds) return null;
  const decisionSeconds = who === 'operator' ? (declared?.decisionSeconds ?? defaultDecisionSeconds) : 0;
  return {
    noticeMs: scale.toMs(noticeSeconds),
    decideAfterMs: scale.toMs(noticeSeconds + decisionSeconds),
    takesMs: scale.toMs(seconds.expected),
    law: writeRecoveryTime({
      detection: who === 'operator' ? ALERT_SECONDS : atOnce,
      decisionSeconds: who === 'operator' ? (declared?.decisionSeconds ?? 0) : 0,
      writable: seconds,
    }),
  };
}
