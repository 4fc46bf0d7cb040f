import { describe, expect, it } from 'vitest';

import { runRules } from '../../policy/frame/run.ts';
import { rules } from '../../policy/rules/index.ts';
import { change, draft, graphFrom, type Draft } from '../support/graph.ts';
import { instancesPlan, runPlan } from '../support/plans.ts';

// Inputs that the real provider (9.37.0) took in a preview of each alone, and that the API refuses in the apply, when other
// resources exist already. Each is refused here before anything is touched.

interface Accepted {
  readonly input: string;
  readonly plan: readonly Draft[];
  readonly at: string;
  readonly argument: string;
  /** Number of the rule. */
  readonly rule: string;
}

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const PLACEMENT = 'customPlacementConfig';

const ACCEPTED: readonly Accepted[] = [
  {
    input: 'a health check that may take longer than its interval',
    plan: change(instancesPlan, 'lb-check', 'timeoutSec', 9),
    ...{ at: 'lb-check', argument: 'timeoutSec', rule: '046' },
  },
  {
    input: 'a capacity scaler of 2',
    plan: set('api', 'backends.0.capacityScaler', 2),
    ...{ at: 'api', argument: 'backends[0].capacityScaler', rule: '012' },
  },
  {
    input: 'a misspelled property of a backend service',
    plan: set('api', 'outlierDetektion', { maxEjectionPercent: 50 }),
    ...{ at: 'api', argument: 'outlierDetektion', rule: '066' },
  },
  {
    input: 'a sample rate of 2',
    plan: set('api', 'logConfig.sampleRate', 2),
    ...{ at: 'api', argument: 'logConfig.sampleRate', rule: '029' },
  },
  {
    input: 'a prefix length of 99',
    plan: set('services-range', 'prefixLength', 99),
    ...{ at: 'services-range', argument: 'prefixLength', rule: '048' },
  },
  {
    input: 'a Cloud Run name of 70 characters',
    plan: set('run-us-east1', 'name', 'a'.repeat(70)),
    ...{ at: 'run-us-east1', argument: 'name', rule: '044' },
  },
  {
    input: 'more instances at least than at most',
    plan: set('run-us-east1', 'scaling', { minInstanceCount: 9, maxInstanceCount: 2 }),
    ...{ at: 'run-us-east1', argument: 'scaling.minInstanceCount', rule: '047' },
  },
  {
    input: 'a database version that does not exist',
    plan: set('db-primary', 'databaseVersion', 'POSTGRES_99'),
    ...{ at: 'db-primary', argument: 'databaseVersion', rule: '049' },
  },
  {
    input: 'a regional database without backups',
    plan: set('db-primary', 'settings.backupConfiguration', undefined),
    ...{ at: 'db-primary', argument: 'settings.backupConfiguration.enabled', rule: '020' },
  },
  {
    input: 'an rpo that does not exist',
    plan: set('data', 'rpo', 'ASYNC_FAST'),
    ...{ at: 'data', argument: 'rpo', rule: '050' },
  },
  {
    input: 'a bucket with one data location',
    plan: change(set('data', 'location', 'US'), 'data', PLACEMENT, { dataLocations: ['US-EAST1'] }),
    ...{ at: 'data', argument: `${PLACEMENT}.dataLocations`, rule: '050' },
  },
  {
    input: 'a security policy rule with the action "nope"',
    plan: set('armor', 'rules.0.action', 'nope'),
    ...{ at: 'armor', argument: 'rules[0].action', rule: '051' },
  },
  {
    input: 'a replica that a swap of roles would have replaced',
    plan: set('db-replica', 'replicaConfiguration', undefined),
    ...{ at: 'db-replica', argument: 'replicaConfiguration.cascadableReplica', rule: '053' },
  },
  {
    input: 'a replica with a failover target, which a swap of roles replaces',
    plan: set('db-replica', 'replicaConfiguration', { failoverTarget: false }),
    ...{ at: 'db-replica', argument: 'replicaConfiguration.failoverTarget', rule: '053' },
  },
  {
    input: 'a primary that does not name its replica',
    plan: set('db-primary', 'replicaNames', []),
    ...{ at: 'db-primary', argument: 'replicaNames', rule: '053' },
  },
];

const messages = (plan: readonly Draft[]): readonly string[] =>
  runRules(graphFrom(plan), rules, { today: '2026-11-24' }).broken.map(({ rule, message }) => `${rule.id} ${message}`);

describe('what the preview accepts and the apply refuses', () => {
  it('starts from plans that break no rule', () => {
    expect([messages(runPlan), messages(instancesPlan)]).toEqual([[], []]);
  });

  it.each(ACCEPTED)('$input', ({ plan, at, argument, rule }) => {
    const said = messages(plan).filter((message) => message.startsWith(`tandem-gcp-${rule}-`));
    expect(said.map((message) => message.split(' ').slice(1, 4).join(' '))).toContain(`${argument} of ${at}`);
  });

  it.each([
    ['a backend service', 'api', 'gcp:compute/backendService:BackendService'],
    ['a database', 'db-primary', 'gcp:sql/databaseInstance:DatabaseInstance'],
    ['a bucket', 'data', 'gcp:storage/bucket:Bucket'],
    ['an alert', 'alert-lag', 'gcp:monitoring/alertPolicy:AlertPolicy'],
    ['a grant', 'invoker-us-east1', 'gcp:cloudrunv2/serviceIamMember:ServiceIamMember'],
  ])('a misspelled property of %s', (_what, name, type) => {
    const plan = [...set(name, 'naem', 'x'), draft(type, 'other', { naem: 'x' })];
    const said = messages(plan).filter((message) => message.startsWith('tandem-gcp-066-'));
    expect(said.map((message) => message.split(' ').slice(1, 4).join(' '))).toEqual([
      `naem of ${name}`,
      'naem of other',
    ]);
  });
});
