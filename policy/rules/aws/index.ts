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
];
