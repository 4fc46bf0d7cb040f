import type { Rule } from '../../frame/rule.ts';
import { twoRegions } from './001-two-regions.ts';
import { managedScheme } from './002-managed-scheme.ts';
import { serverlessWithoutHealthCheck } from './003-serverless-without-health-check.ts';
import { healthCheckOnInstances } from './004-health-check-on-instances.ts';
import { oneServerlessGroupARegion } from './005-one-serverless-group-a-region.ts';
import { regionsAreProbed } from './006-regions-are-probed.ts';
import { plainEndpointGroups } from './007-plain-endpoint-groups.ts';
import { errorsEjectARegion } from './008-errors-eject-a-region.ts';
import { zonalPoliciesOnly } from './009-zonal-policies-only.ts';
import { noStrictIsolation } from './010-no-strict-isolation.ts';
import { failoverThreshold } from './011-failover-threshold.ts';
import { noDrainedBackend } from './012-no-drained-backend.ts';
import { fastDetection } from './013-fast-detection.ts';
import { noSourceRegions } from './014-no-source-regions.ts';
import { eitherRegionCarriesAll } from './015-either-region-carries-all.ts';
import { groupsSurviveAZone } from './016-groups-survive-a-zone.ts';
import { groupsHeal } from './017-groups-heal.ts';
import { capacityIsStated } from './018-capacity-is-stated.ts';
import { probesGetThrough } from './019-probes-get-through.ts';
import { databaseSurvivesAZone } from './020-database-survives-a-zone.ts';
import { databaseReplicaElsewhere } from './021-database-replica-elsewhere.ts';
import { databaseIsGuarded } from './022-database-is-guarded.ts';
import { bucketInTwoRegions } from './023-bucket-in-two-regions.ts';
import { bucketWhereItIsRead } from './024-bucket-where-it-is-read.ts';
import { secretWhereItIsRead } from './025-secret-where-it-is-read.ts';
import { imagesOutliveARegion } from './026-images-outlive-a-region.ts';
import { onlyThroughTheEntry } from './027-only-through-the-entry.ts';
import { modernTls } from './028-modern-tls.ts';
import { requestsAreLogged } from './029-requests-are-logged.ts';
import { alertsThatMatter } from './030-alerts-that-matter.ts';
import { seenFromOutside } from './031-seen-from-outside.ts';
import { weightsHoldBothRegions } from './032-weights-hold-both-regions.ts';
import { failedRequestsAreRetried } from './033-failed-requests-are-retried.ts';
import { rateLimitCarriesTheLoad } from './034-rate-limit-carries-the-load.ts';
import { databaseIsPrivate } from './035-database-is-private.ts';
import { instancesHaveNoPublicAddress } from './036-instances-have-no-public-address.ts';
import { leastPrivilege } from './037-least-privilege.ts';
import { noAnonymousAccess } from './038-no-anonymous-access.ts';
import { connectionsAreEncrypted } from './039-connections-are-encrypted.ts';
import { noPlainSecrets } from './040-no-plain-secrets.ts';
import { bucketsArePrivate } from './041-buckets-are-private.ts';
import { auditLogsAreWhole } from './042-audit-logs-are-whole.ts';
import { growthHasALimit } from './043-growth-has-a-limit.ts';
import { namesAreAccepted } from './044-names-are-accepted.ts';
import { labels } from './045-labels.ts';
import { healthCheckNumbers } from './046-health-check-numbers.ts';
import { scalingBounds } from './047-scaling-bounds.ts';
import { addressRanges } from './048-address-ranges.ts';
import { databaseSettings } from './049-database-settings.ts';
import { bucketPlacement } from './050-bucket-placement.ts';
import { armorRules } from './051-armor-rules.ts';
import { containerSettings } from './052-container-settings.ts';
import { rolesCanSwap } from './053-roles-can-swap.ts';
import { routesLeadSomewhere } from './054-routes-lead-somewhere.ts';
import { entryHasACertificate } from './055-entry-has-a-certificate.ts';
import { servicesAnswerTheEntry } from './056-services-answer-the-entry.ts';
import { groupsServeThePort } from './057-groups-serve-the-port.ts';
import { databaseIsReachable } from './058-database-is-reachable.ts';
import { secretsCanBeRead } from './059-secrets-can-be-read.ts';
import { entryIsComplete } from './060-entry-is-complete.ts';
import { supportedTogether } from './061-supported-together.ts';
import { instancesStartReady } from './062-instances-start-ready.ts';
import { entryIsShielded } from './063-entry-is-shielded.ts';
import { regionsAreAlike } from './064-regions-are-alike.ts';
import { bucketIsKept } from './065-bucket-is-kept.ts';
import { argumentsExist } from './066-arguments-exist.ts';
import { placesExist } from './067-places-exist.ts';
import { valuesArePossible } from './068-values-are-possible.ts';
import { secretsAreKept } from './069-secrets-are-kept.ts';
import { servicesReachTheNetwork } from './070-services-reach-the-network.ts';
import { routesHaveBackends } from './071-routes-have-backends.ts';
import { regionsAreExplicit } from './072-regions-are-explicit.ts';
import { signalsCanBeMade } from './073-signals-can-be-made.ts';
import { nothingIsLeftOut } from './074-nothing-is-left-out.ts';
import { referencesLeadSomewhere } from './075-references-lead-somewhere.ts';
import { partsShareARegion } from './076-parts-share-a-region.ts';
import { regionsHaveAWayOut } from './077-regions-have-a-way-out.ts';
import { nothingIsSwitchedOff } from './078-nothing-is-switched-off.ts';
import { apisAreSwitchedOn } from './079-apis-are-switched-on.ts';
import { nothingIsMadeTwice } from './080-nothing-is-made-twice.ts';
import { entryIsOfOnePiece } from './081-entry-is-of-one-piece.ts';
import { pinsLeadToTheirRegion } from './082-pins-lead-to-their-region.ts';
import { databaseIsFilledOnThePrimary } from './083-database-is-filled-on-the-primary.ts';
import { nothingIsHalfSaid } from './084-nothing-is-half-said.ts';
import { tunnelsStandBy } from './085-tunnels-stand-by-for-each-other.ts';

/** Rules for Google Cloud, in the order of their ids. */
export const gcpRules: readonly Rule[] = [
  twoRegions,
  managedScheme,
  serverlessWithoutHealthCheck,
  healthCheckOnInstances,
  oneServerlessGroupARegion,
  regionsAreProbed,
  plainEndpointGroups,
  errorsEjectARegion,
  zonalPoliciesOnly,
  noStrictIsolation,
  failoverThreshold,
  noDrainedBackend,
  fastDetection,
  noSourceRegions,
  eitherRegionCarriesAll,
  groupsSurviveAZone,
  groupsHeal,
  capacityIsStated,
  probesGetThrough,
  databaseSurvivesAZone,
  databaseReplicaElsewhere,
  databaseIsGuarded,
  bucketInTwoRegions,
  bucketWhereItIsRead,
  secretWhereItIsRead,
  imagesOutliveARegion,
  onlyThroughTheEntry,
  modernTls,
  requestsAreLogged,
  alertsThatMatter,
  seenFromOutside,
  weightsHoldBothRegions,
  failedRequestsAreRetried,
  rateLimitCarriesTheLoad,
  databaseIsPrivate,
  instancesHaveNoPublicAddress,
  leastPrivilege,
  noAnonymousAccess,
  connectionsAreEncrypted,
  noPlainSecrets,
  bucketsArePrivate,
  auditLogsAreWhole,
  growthHasALimit,
  namesAreAccepted,
  labels,
  healthCheckNumbers,
  scalingBounds,
  addressRanges,
  databaseSettings,
  bucketPlacement,
  armorRules,
  containerSettings,
  rolesCanSwap,
  routesLeadSomewhere,
  entryHasACertificate,
  servicesAnswerTheEntry,
  groupsServeThePort,
  databaseIsReachable,
  secretsCanBeRead,
  entryIsComplete,
  supportedTogether,
  instancesStartReady,
  entryIsShielded,
  regionsAreAlike,
  bucketIsKept,
  argumentsExist,
  placesExist,
  valuesArePossible,
  secretsAreKept,
  servicesReachTheNetwork,
  routesHaveBackends,
  regionsAreExplicit,
  signalsCanBeMade,
  nothingIsLeftOut,
  referencesLeadSomewhere,
  partsShareARegion,
  regionsHaveAWayOut,
  nothingIsSwitchedOff,
  apisAreSwitchedOn,
  nothingIsMadeTwice,
  entryIsOfOnePiece,
  pinsLeadToTheirRegion,
  databaseIsFilledOnThePrimary,
  nothingIsHalfSaid,
  tunnelsStandBy,
];
