import type { Rule } from '../../frame/rule.ts';
import { twoRegions } from './001-two-regions.ts';
import { standbyCanTakeOver } from './002-standby-can-take-over.ts';
import { noDnsThresholdBehindAccelerator } from './003-no-dns-threshold-behind-accelerator.ts';
import { dnsThresholdAboveRouting } from './004-dns-threshold-above-routing.ts';
import { fastDetection } from './005-fast-detection.ts';
import { targetCheckNumbers } from './006-target-check-numbers.ts';
import { targetGroupsHaveTargets } from './007-target-groups-have-targets.ts';
import { balancingSettings } from './008-balancing-settings.ts';
import { threeZones } from './009-three-zones.ts';
import { storesAreGuarded } from './010-stores-are-guarded.ts';
import { recordsHaveHealth } from './011-records-have-health.ts';
import { shortTimeToLive } from './012-short-time-to-live.ts';
import { recordSetsAreWhole } from './013-record-sets-are-whole.ts';
import { entryChecksAreFast } from './014-entry-checks-are-fast.ts';
import { checkersFromManyPlaces } from './015-checkers-from-many-places.ts';
import { alarmChecksArePlain } from './016-alarm-checks-are-plain.ts';
import { zonesRecoverFast } from './017-zones-recover-fast.ts';
import { healthAlarmsHaveData } from './018-health-alarms-have-data.ts';
import { membersCanSwap } from './019-members-can-swap.ts';
import { switchoverIsNoChange } from './020-switchover-is-no-change.ts';
import { membersAreAlike } from './021-members-are-alike.ts';
import { noBurstableDatabase } from './022-no-burstable-database.ts';
import { tablesKeepHistory } from './023-tables-keep-history.ts';
import { strongTables } from './024-strong-tables.ts';
import { bucketsCopyBothWays } from './025-buckets-copy-both-ways.ts';
import { copiesUseKeysOfTheirRegion } from './026-copies-use-keys-of-their-region.ts';
import { cachesSurvive } from './027-caches-survive.ts';
import { keysWorkInBothRegions } from './028-keys-work-in-both-regions.ts';
import { floorCarriesTheLoss } from './029-floor-carries-the-loss.ts';
import { deploymentsRollBack } from './030-deployments-roll-back.ts';
import { floorIsNotSpot } from './031-floor-is-not-spot.ts';
import { imagesAreLocal } from './032-images-are-local.ts';
import { quotaAllowsThePeak } from './033-quota-allows-the-peak.ts';
import { eitherRegionRings } from './034-either-region-rings.ts';
import { regionsShareNoFate } from './035-regions-share-no-fate.ts';
import { onlyFrontDoorsAreOpen } from './036-only-front-doors-are-open.ts';
import { insideStaysInside } from './037-inside-stays-inside.ts';
import { modernTls } from './038-modern-tls.ts';
import { storesAreEncrypted } from './039-stores-are-encrypted.ts';
import { noPlainSecrets } from './040-no-plain-secrets.ts';
import { bucketsArePrivate } from './041-buckets-are-private.ts';
import { leastPrivilege } from './042-least-privilege.ts';
import { growthHasALimit } from './043-growth-has-a-limit.ts';
import { argumentsExist } from './044-arguments-exist.ts';
import { valuesArePossible } from './045-values-are-possible.ts';
import { entryIsShielded } from './046-entry-is-shielded.ts';
import { regionsAreAlike } from './047-regions-are-alike.ts';
import { zonesLeaveByThemselves } from './048-zones-leave-by-themselves.ts';
import { requestsAreLogged } from './049-requests-are-logged.ts';
import { historyIsKept } from './050-history-is-kept.ts';
import { alarmsThatMatter } from './051-alarms-that-matter.ts';
import { entryIsComplete } from './052-entry-is-complete.ts';
import { namesAreAccepted } from './053-names-are-accepted.ts';
import { tags } from './054-tags.ts';
import { networksFit } from './055-networks-fit.ts';
import { imagesStayTheSame } from './056-images-stay-the-same.ts';
import { rolesAreGiven } from './057-roles-are-given.ts';
import { secretsHaveValues } from './058-secrets-have-values.ts';
import { regionsAreExplicit } from './059-regions-are-explicit.ts';
import { requestsGetThrough } from './060-requests-get-through.ts';
import { nothingIsLeftOut } from './061-nothing-is-left-out.ts';
import { referencesLeadSomewhere } from './062-references-lead-somewhere.ts';
import { partsShareARegion } from './063-parts-share-a-region.ts';
import { placesExist } from './064-places-exist.ts';
import { subnetsHaveAWayOut } from './065-subnets-have-a-way-out.ts';
import { policiesAreWhole } from './066-policies-are-whole.ts';
import { rolesCanDoTheirWork } from './067-roles-can-do-their-work.ts';
import { certificatesAreIssued } from './068-certificates-are-issued.ts';
import { nothingIsMadeTwice } from './069-nothing-is-made-twice.ts';
import { whatBelongsTogetherIsGiven } from './070-what-belongs-together-is-given.ts';
import { alarmsCanRing } from './071-alarms-can-ring.ts';

/** Rules for AWS, in the order of their ids. */
export const awsRules: readonly Rule[] = [
  twoRegions,
  standbyCanTakeOver,
  noDnsThresholdBehindAccelerator,
  dnsThresholdAboveRouting,
  fastDetection,
  targetCheckNumbers,
  targetGroupsHaveTargets,
  balancingSettings,
  threeZones,
  storesAreGuarded,
  recordsHaveHealth,
  shortTimeToLive,
  recordSetsAreWhole,
  entryChecksAreFast,
  checkersFromManyPlaces,
  alarmChecksArePlain,
  zonesRecoverFast,
  healthAlarmsHaveData,
  membersCanSwap,
  switchoverIsNoChange,
  membersAreAlike,
  noBurstableDatabase,
  tablesKeepHistory,
  strongTables,
  bucketsCopyBothWays,
  copiesUseKeysOfTheirRegion,
  cachesSurvive,
  keysWorkInBothRegions,
  floorCarriesTheLoss,
  deploymentsRollBack,
  floorIsNotSpot,
  imagesAreLocal,
  quotaAllowsThePeak,
  eitherRegionRings,
  regionsShareNoFate,
  onlyFrontDoorsAreOpen,
  insideStaysInside,
  modernTls,
  storesAreEncrypted,
  noPlainSecrets,
  bucketsArePrivate,
  leastPrivilege,
  growthHasALimit,
  argumentsExist,
  valuesArePossible,
  entryIsShielded,
  regionsAreAlike,
  zonesLeaveByThemselves,
  requestsAreLogged,
  historyIsKept,
  alarmsThatMatter,
  entryIsComplete,
  namesAreAccepted,
  tags,
  networksFit,
  imagesStayTheSame,
  rolesAreGiven,
  secretsHaveValues,
  regionsAreExplicit,
  requestsGetThrough,
  nothingIsLeftOut,
  referencesLeadSomewhere,
  partsShareARegion,
  placesExist,
  subnetsHaveAWayOut,
  policiesAreWhole,
  rolesCanDoTheirWork,
  certificatesAreIssued,
  nothingIsMadeTwice,
  whatBelongsTogetherIsGiven,
  alarmsCanRing,
];
