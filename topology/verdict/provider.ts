import type { Model, Store } from '../model/model.ts';
import { declaredFor } from '../model/scope.ts';
import type { Findings } from './findings.ts';
import type { StoreJudgement } from './store.ts';
import type { Loss } from './types.ts';

/** Stores whose contents change all the time. What a deployment brings (a secret, an image) is brought to each cloud. */
const ALIVE = new Set<Store['kind']>(['sql', 'table', 'bucket']);

const GONE: StoreJudgement = {
  reads: 'fail',
  writes: 'fail',
  rpoSeconds: null,
  writeRtoSeconds: null,
  acts: 'operator',
};

const NOT_NEEDED: StoreJudgement = {
  reads: 'served',
  writes: 'served',
  rpoSeconds: 0,
  writeRtoSeconds: 0,
  acts: 'nobody',
};

/** A store when everything of its provider is lost: what another provider has of it. */
export function judgeStoreOfProvider(
  loss: Loss,
  store: Store,
  model: Model,
  findings: Findings,
): StoreJudgement | undefined {
  if (store.cloud !== loss.target) return undefined;
  const elsewhere = model.stores.filter(({ cloud, kind }) => cloud !== loss.target && kind === store.kind);
  if (elsewhere.length === 0) {
    findings.against({ urn: store.urn, says: `${store.name} is kept with ${loss.target} only` });
    return GONE;
  }
  if (!ALIVE.has(store.kind)) return { ...NOT_NEEDED, rpoSeconds: store.rpo?.worst ?? 0 };
  const isElsewhere = (other: string): boolean => elsewhere.some(({ urn }) => urn === other);
  const copies = model.copies ?? [];
  const copy = copies.find(({ from, to }) => from === store.urn && isElsewhere(to));
  const follows = copies.find(({ from, to }) => to === store.urn && isElsewhere(from));
  if (copy) {
    findings.followed(...copy.evidence);
    const promoted = copy.seconds.worst > 0;
    return {
      reads: 'served',
      writes: promoted ? 'fail-until-promotion' : 'served',
      rpoSeconds: copy.rpo.worst,
      writeRtoSeconds: promoted ? (declaredFor(model, store)?.decisionSeconds ?? 0) + copy.seconds.worst : 0,
      acts: promoted ? 'operator' : 'nobody',
    };
  }
  if (follows) {
    findings.followed(...follows.evidence);
    return NOT_NEEDED;
  }
  const [other] = elsewhere;
  findings.open({
    urn: store.urn,
    says: `whether ${other?.name ?? 'what is elsewhere'} has what is in ${store.name} cannot be told: nothing in the plan carries it there`,
  });
  return GONE;
}
