import type { Model, Service, Store } from '../model/model.ts';
import { declaredFor } from '../model/scope.ts';
import type { Room } from './capacity.ts';
import { cloudOf } from './cloud.ts';
import { Findings } from './findings.ts';
import { judgeStoreOfProvider } from './provider.ts';
import { judgePartLost, judgePoolsLost, later, survivorsOf, zonePart, type ServiceJudgement } from './service.ts';
import { judgePrimaryLost, judgeStoreInRegion, judgeStoreInZone, type StoreJudgement } from './store.ts';
import type { Movement } from './traffic.ts';
import { type Loss, type LossVerdict, moves, STAYS, type Traffic } from './types.ts';

/** Judges one loss over every service and every store of the model. */
export function judge(loss: Loss, model: Model): LossVerdict {
  const findings = new Findings();
  const several = model.services.length > 1;
  const services = model.services.flatMap(
    (service) => judgeService(loss, service, model, several ? findings.of(service.name) : findings) ?? [],
  );
  const stores = model.stores.flatMap((store) => judgeStore(loss, store, model, findings.about('store')) ?? []);
  for (const { evidence } of model.undecided) if (loss.kind !== 'store') findings.open(evidence);
  if (services.length === 0 && stores.length === 0 && loss.kind !== 'provider') {
    findings.open({ urn: loss.target, says: 'nothing in the plan that is known here is touched by it' });
  }
  return lossVerdict(loss, findings, services, stores, model);
}

function judgeService(loss: Loss, service: Service, model: Model, findings: Findings): ServiceJudgement | undefined {
  switch (loss.kind) {
    case 'region':
      return judgePoolsLost(service, ({ region }) => region === loss.target, model, findings, loss);
    case 'provider':
      return judgePoolsLost(service, (pool) => cloudOf(service, pool) === loss.target, model, findings, loss);
    case 'half':
      return judgePartLost(service, loss.target, 0.5, model, findings);
    case 'zone': {
      const pools = service.pools.filter(({ region }) => region === loss.region);
      return judgePartLost(service, loss.region ?? '', zonePart(pools, loss.target), model, findings);
    }
    case 'store':
      return undefined;
  }
}

function judgeStore(loss: Loss, store: Store, model: Model, findings: Findings): StoreJudgement | undefined {
  const declared = declaredFor(model, store);
  switch (loss.kind) {
    case 'region':
      return judgeStoreInRegion(store, loss.target, survivorsOf(model.services, loss.target), model, findings);
    case 'zone':
      return judgeStoreInZone(store, loss.region ?? '', declared, findings);
    case 'store':
      return store.urn === loss.target ? judgePrimaryLost(store, declared, findings) : undefined;
    case 'provider':
      return judgeStoreOfProvider(loss, store, model, findings);
    case 'half':
      return undefined;
  }
}

function lossVerdict(
  loss: Loss,
  findings: Findings,
  services: readonly ServiceJudgement[],
  stores: readonly StoreJudgement[],
  model: Model,
): LossVerdict {
  const moved = services.flatMap(({ moved }) => moved ?? []).reduce(worse, undefined);
  const room = services.map(({ room }) => room).reduce(tighter, NO_ROOM);
  const survives = findings.survives;
  const brief = moved !== undefined && moves(moved.shed);
  const served: Traffic =
    services.length > 0 && survives === 'no' && loss.kind !== 'store' ? 'fail' : brief ? 'briefly-fail' : 'served';
  return {
    loss: loss.name,
    survives,
    required: isRequired(loss, model),
    shedSeconds: moved?.shed ?? STAYS,
    returnSeconds: moved?.back ?? STAYS,
    ...room,
    reads: worstTraffic([served, ...stores.map(({ reads }) => reads)]),
    writes: worstTraffic([served, ...stores.map(({ writes }) => writes)]),
    rpoSeconds: largest(stores.map(({ rpoSeconds }) => rpoSeconds)),
    writeRtoSeconds: largest(stores.map(({ writeRtoSeconds }) => writeRtoSeconds)),
    acts: stores.some(({ acts }) => acts === 'operator') ? 'operator' : 'nobody',
    why: findings.why,
  };
}

/** A provider's own outage can only be survived on two providers; with one it is stated and not held against the plan. */
function isRequired(loss: Loss, model: Model): boolean {
  if (loss.kind !== 'provider') return true;
  return new Set(model.services.flatMap((service) => service.pools.map((pool) => cloudOf(service, pool)))).size > 1;
}

const worse = (one: Movement | undefined, other: Movement): Movement =>
  one === undefined || later(other.shed.worst, one.shed.worst) ? other : one;

const NO_ROOM: Pick<LossVerdict, 'headroom' | 'headroomAtOnce' | 'refusedSeconds' | 'refusedRequests'> = {
  headroom: null,
  headroomAtOnce: null,
  refusedSeconds: null,
  refusedRequests: null,
};

function tighter(one: typeof NO_ROOM, { headroom, atOnce, refusedSeconds, refusedRequests }: Room): typeof NO_ROOM {
  return {
    headroom: least(one.headroom, headroom),
    headroomAtOnce: least(one.headroomAtOnce, atOnce),
    refusedSeconds: most(one.refusedSeconds, refusedSeconds),
    refusedRequests: sum(one.refusedRequests, refusedRequests),
  };
}

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);

const most = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other);

const sum = (one: number | null, other: number | null): number | null => (one === null ? other : one + (other ?? 0));

/** `null` stands for "all of it" and wins. */
const largest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((all, value) => (all === null || value === null ? null : Math.max(all, value)), 0);

const ORDER: readonly Traffic[] = ['served', 'briefly-fail', 'fail-until-promotion', 'fail'];

const worstTraffic = (traffic: readonly Traffic[]): Traffic =>
  traffic.reduce<Traffic>((worst, next) => (ORDER.indexOf(next) > ORDER.indexOf(worst) ? next : worst), 'served');
