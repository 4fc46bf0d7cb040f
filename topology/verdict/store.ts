import { ALERT_SECONDS, PROMOTION_SECONDS } from '../arithmetic/assumptions.ts';
import { writeRecoveryTime } from '../arithmetic/recovery.ts';
import type { Declared, Evidence, Member, Model, Store } from '../model/model.ts';
import { declaredFor } from '../model/scope.ts';
import { covers, isMultiRegion } from '../recognise/place.ts';
import { cloudOf } from './cloud.ts';
import type { Findings } from './findings.ts';
import { readersAbroad } from './readers.ts';
import { databaseSize } from './spelling.ts';
import type { Traffic } from './types.ts';

// One store under one loss.

export interface StoreJudgement {
  readonly reads: Traffic;
  readonly writes: Traffic;
  /** Worst case in seconds of writes; null = everything. */
  readonly rpoSeconds: number | null;
  readonly writeRtoSeconds: number | null;
  readonly acts: 'nobody' | 'operator';
}

/** Nobody is asked, so nothing is waited for. */
const AT_ONCE = { best: 0, expected: 0, worst: 0 };

const UNTOUCHED: StoreJudgement = {
  reads: 'served',
  writes: 'served',
  rpoSeconds: 0,
  writeRtoSeconds: 0,
  acts: 'nobody',
};
const LOST: StoreJudgement = {
  reads: 'fail',
  writes: 'fail',
  rpoSeconds: null,
  writeRtoSeconds: null,
  acts: 'operator',
};

/** A region is lost. `survivors` are the regions that still serve and have to reach the store. */
export function judgeStoreInRegion(
  store: Store,
  region: string,
  survivors: readonly string[],
  model: Model,
  findings: Findings,
): StoreJudgement {
  if (store.members.length === 0) {
    findings.open(...store.evidence, { urn: store.urn, says: 'the plan does not tell where it is kept' });
    return UNTOUCHED;
  }
  if (!store.members.some((member) => covers(member.region, region))) return UNTOUCHED;
  const rest = store.members.filter((member) => member.region !== region);
  if (store.kind === 'secret' || store.kind === 'images')
    return judgeMaterial(store, region, survivors, model, findings);
  if (store.kind === 'cache') return judgeCache(store, region, survivors, model, findings);
  if (rest.length === 0) {
    findings.against(...store.evidence, only(store, region));
    return LOST;
  }
  findings.followed(...store.evidence);
  readersAbroad(store, region, survivors, findings);
  const primary = store.members.find(({ role }) => role === 'primary');
  if (primary === undefined || primary.region !== region) {
    const rpoSeconds = primary === undefined ? (store.rpo?.worst ?? 0) : 0;
    return { ...UNTOUCHED, rpoSeconds };
  }
  return promoted(store, primary, rest, declaredFor(model, store), findings);
}

/** The primary of a store is lost while its region stands. */
export function judgePrimaryLost(store: Store, declared: Declared | undefined, findings: Findings): StoreJudgement {
  findings.followed(...store.evidence);
  const primary = store.members.find(({ role }) => role === 'primary');
  if (primary === undefined) {
    const several = store.members.length > 1 || store.members.some(({ region }) => isMultiRegion(region));
    if (several) return UNTOUCHED;
    const [member] = store.members;
    if (member) return judgeSingleCopy(store, member, findings);
    findings.open(...store.evidence);
    return UNTOUCHED;
  }
  if (primary.zoneRedundant)
    return { ...UNTOUCHED, writes: 'briefly-fail', writeRtoSeconds: PROMOTION_SECONDS['cloud-sql-standby'].worst };
  const rest = store.members.filter((member) => member !== primary);
  if (rest.length === 0) {
    findings.against(...store.evidence, {
      urn: store.urn,
      says: 'has one copy in one zone: nothing carries on when it goes',
    });
    return LOST;
  }
  return promoted(store, primary, rest, declared, findings);
}

/** One zone is lost: only a copy that lives in a single zone of that region is touched. */
export function judgeStoreInZone(
  store: Store,
  region: string,
  declared: Declared | undefined,
  findings: Findings,
): StoreJudgement {
  const primary = store.members.find((member) => member.region === region && member.role === 'primary');
  return primary ? judgePrimaryLost(store, declared, findings) : UNTOUCHED;
}

/** A bucket or table in one region is spread over its zones by the platform. */
function judgeSingleCopy(store: Store, member: Member, findings: Findings): StoreJudgement {
  findings.followed({ urn: store.urn, says: `is spread over the zones of ${member.region} by the platform` });
  return UNTOUCHED;
}

function promoted(
  store: Store,
  primary: Member,
  rest: readonly Member[],
  declared: Declared | undefined,
  findings: Findings,
): StoreJudgement {
  const away = rest.filter(({ role }) => role === 'replica');
  const enough = away.filter((replica) => !smaller(replica, primary));
  if (enough.length === 0) {
    findings.against(
      ...away.map((replica) => ({
        urn: replica.urn,
        argument: databaseSize(store),
        says: `is ${replica.size} and the primary is ${primary.size}: it cannot carry the primary's load once promoted`,
      })),
    );
  } else if (enough.every((replica) => isUnclear(replica, primary)))
    findings.open(
      ...enough.map((replica) => ({
        urn: replica.urn,
        argument: databaseSize(store),
        says: `is ${replica.size} and the primary is ${primary.size}: which of them is larger is not known here`,
      })),
    );
  const { who, seconds } = store.promotion;
  if (seconds === undefined) {
    // A copy that only receives can be read, and written to; its own evidence says that nothing comes back from there.
    if (store.kind === 'bucket') {
      findings.against(...store.evidence);
      return { ...LOST, reads: 'served', rpoSeconds: store.rpo?.worst ?? null };
    }
    findings.against(...store.evidence, { urn: store.urn, says: 'nobody can make the other copy writable' });
    return LOST;
  }
  const operator = who === 'operator';
  const rto = writeRecoveryTime({
    detection: operator ? ALERT_SECONDS : AT_ONCE,
    decisionSeconds: operator ? (declared?.decisionSeconds ?? 0) : 0,
    writable: seconds,
  });
  return {
    reads: 'served',
    writes: operator ? 'fail-until-promotion' : 'briefly-fail',
    rpoSeconds: store.replication === 'sync' ? 0 : (store.rpo?.worst ?? null),
    writeRtoSeconds: rto.worst,
    acts: operator ? 'operator' : 'nobody',
  };
}

/** Two sizes of which it cannot be told whether the replica's is enough. */
const isUnclear = (replica: Member, primary: Member): boolean =>
  replica.size !== undefined &&
  primary.size !== undefined &&
  replica.size !== primary.size &&
  (replica.cpus === undefined || primary.cpus === undefined);

const smaller = (replica: Member, primary: Member): boolean =>
  replica.cpus !== undefined && primary.cpus !== undefined && replica.cpus < primary.cpus;

/** A secret or an image must be within reach of every region that still serves, or no new instance starts there. */
function judgeMaterial(
  store: Store,
  region: string,
  survivors: readonly string[],
  model: Model,
  findings: Findings,
): StoreJudgement {
  const wanting = survivors.filter((survivor) => uses(store, survivor, model));
  const without = wanting.filter(
    (survivor) => !store.members.some((member) => member.region !== region && covers(member.region, survivor)),
  );
  if (without.length > 0) {
    const thing = store.kind === 'secret' ? 'the secret' : 'the images';
    findings.against(...store.evidence, {
      urn: store.urn,
      says: `${without.join(' and ')} cannot read ${thing} once ${region} is gone, so no new instance starts there`,
    });
    return { ...UNTOUCHED, reads: 'fail' };
  }
  if (wanting.length > 0) findings.followed(...store.evidence);
  return UNTOUCHED;
}

/** Whether a region needs this secret or repository. Where nothing tells, every region of the same cloud does. */
function uses(store: Store, region: string, model: Model): boolean {
  if (store.readers.length > 0) return store.readers.includes(region);
  const images = model.services.flatMap((service) =>
    service.pools
      .filter((pool) => pool.region === region && cloudOf(service, pool) === store.cloud)
      .map(({ image }) => image),
  );
  if (store.kind === 'secret') return images.length > 0;
  const places = store.members.map((member) => `${member.region}-docker.pkg.dev/`);
  return images.some(
    (image) => image === undefined || isFrom(store, image) || places.some((place) => image.startsWith(place)),
  );
}

/** An image is a repository's by its name too, wherever the repository has gone since the image was named. */
const isFrom = ({ repository }: Store, image: string): boolean =>
  repository !== undefined && image.split('/')[2] === repository;

/** A cache may be lost with its region as long as the other region has one of its own. */
function judgeCache(
  store: Store,
  region: string,
  survivors: readonly string[],
  model: Model,
  findings: Findings,
): StoreJudgement {
  const caches = model.stores.filter(({ kind }) => kind === 'cache').flatMap(({ members }) => members);
  const without = survivors.filter((survivor) => !caches.some((member) => member.region === survivor));
  const rest = store.members.filter((member) => member.region !== region);
  if (without.length > 0) {
    findings.against(
      ...store.evidence,
      rest.length === 0
        ? only(store, region)
        : { urn: store.urn, says: `${without.join(' and ')} has no cache once ${region} is gone` },
    );
    return LOST;
  }
  // Caches that follow each other are one store with a primary; those that do not are a cache of each region's own.
  const primary = store.members.find(({ role }) => role === 'primary');
  if (primary?.region !== region || rest.length === 0) return UNTOUCHED;
  return promoted(store, primary, rest, declaredFor(model, store), findings);
}

const only = (store: Store, region: string): Evidence => ({
  urn: store.urn,
  says: `everything in ${store.name} is in ${region} only: it goes with the region`,
});
