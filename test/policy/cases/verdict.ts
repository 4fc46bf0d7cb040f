import { awsPlan } from '../../support/aws/plan.ts';
import { change, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import { alien, AWAY, good, HOME, instances } from '../../topology/verdict/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const [runHome, runAway] = [`run-${HOME}`, `run-${AWAY}`];
const PROBE = 'template.containers.0.readinessProbe';

const small = change(good, runAway, 'scaling.maxInstanceCount', 7);
const sizeUnknown = change(good, runAway, 'scaling.maxInstanceCount', id);
const unprobed = change(change(alien, runAway, PROBE, undefined), 'api', 'outlierDetection', undefined);
const placeless: readonly Draft[] = relink(
  change(alien, 'api', 'backends', [{ group: id }, { group: id }]),
  'api',
  'backends',
  [],
);
const secretAnywhere = change(alien, 'password', 'replication', { userManaged: { replicas: [] } });

export const verdictCases: Readonly<Record<string, RuleCases>> = {
  'tandem-verdict-001-survives-region-loss': {
    pass: [holds('a good plan', good), holds("somebody else's", alien), holds('instances', instances)],
    fail: [
      broken(
        'a survivor that is too small',
        small,
        runAway,
        'scaling.maxInstanceCount',
        /is why the loss of us-central1/,
      ),
      broken('no replica', without(alien, 'db-replica'), 'db-primary', 'settings.availabilityType', /not survived/),
      broken(
        'nothing looks',
        unprobed,
        runAway,
        'one of the settings',
        /loss of us-east1 is not survived: nothing notices/,
      ),
    ],
    unknown: [
      broken('a maximum that is not known', sizeUnknown, runAway, 'scaling.maxInstanceCount', /leaves open whether/),
    ],
  },
  'tandem-verdict-002-objectives-met': {
    pass: [holds('met', good), holds('nothing declared', alien)],
    fail: [
      broken(
        'a probe too slow for the declared time',
        change(change(good, runHome, `${PROBE}.periodSeconds`, 10), runAway, `${PROBE}.periodSeconds`, 10),
        runHome,
        'template.containers.readinessProbe.periodSeconds',
        /gives shedSeconds 21, and 15 is declared/,
      ),
      broken(
        'too dear',
        change(good, 'acme', 'declared.monthlyCostUsd', 9000),
        'acme',
        'declared.objectives.monthlyCostUsd',
      ),
    ],
    unknown: [
      broken(
        'no bound at all',
        change(change(good, 'api', 'outlierDetection', undefined), runHome, PROBE, undefined),
        'acme',
        'declared.objectives.shedSeconds',
        /leaves shedSeconds without a bound/,
      ),
    ],
  },
  'tandem-verdict-003-headroom': {
    pass: [holds('enough', good), holds('no load declared, alike regions', alien)],
    fail: [
      broken('too small', small, runAway, 'scaling.maxInstanceCount', /350 requests per second and the peak is 400/),
      broken('more load', change(good, 'acme', 'declared.peakRps', 900), runAway, 'scaling.maxInstanceCount'),
    ],
    unknown: [
      broken(
        'a maximum that is not known',
        sizeUnknown,
        runAway,
        'scaling.maxInstanceCount',
        /leaves open what is left/,
      ),
    ],
  },
  'tandem-verdict-004-bidirectional': {
    pass: [holds('both ways', good), holds('instances', instances)],
    fail: [
      broken(
        'no probe in one region',
        unprobed,
        runAway,
        'one of the settings',
        /traffic can leave us-central1 and not us-east1/,
      ),
      broken('one region too small', small, runAway, 'scaling.maxInstanceCount', /and not us-central1/),
    ],
    unknown: [broken('one size unknown', sizeUnknown, runAway, 'scaling.maxInstanceCount', /and not us-central1/)],
  },
  'tandem-verdict-005-replicated-store': {
    pass: [
      holds('all in both', good),
      holds(
        'no stores',
        instances.filter(({ type }) => !/sql|storage|secret|registry/.test(type)),
      ),
    ],
    fail: [
      broken('no replica', without(alien, 'db-replica'), 'db-primary', 'settings.availabilityType'),
      broken(
        'a bucket in one region',
        change(change(alien, 'data', 'location', 'US-CENTRAL1'), 'data', 'customPlacementConfig', undefined),
        'data',
        'location',
        /does not outlive the loss of us-central1/,
      ),
    ],
    unknown: [
      broken('a secret with no place', secretAnywhere, 'password', 'replication', /leaves open whether the store/),
    ],
  },
  'tandem-verdict-006-failover-region-is-live': {
    pass: [holds('live', good), holds('placed nowhere is another rule', placeless)],
    fail: [
      broken(
        'drained',
        change(alien, 'api', 'backends.1.capacityScaler', 0),
        'api',
        'backends.capacityScaler',
        /drains us-east1/,
      ),
      broken('cold', change(alien, runAway, 'scaling.minInstanceCount', 0), runAway, 'scaling.minInstanceCount'),
      broken(
        'a dial of 0',
        change(awsPlan, 'group-us-west-2', 'trafficDialPercentage', 0),
        'group-us-west-2',
        'trafficDialPercentage',
        /keeps us-west-2 as a backup/,
      ),
    ],
    unknown: [
      broken(
        'a minimum that is not known',
        change(alien, runAway, 'scaling.minInstanceCount', id),
        runAway,
        'scaling.minInstanceCount',
      ),
    ],
  },
};
