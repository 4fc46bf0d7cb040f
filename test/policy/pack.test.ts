import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { rules } from '../../policy/rules/index.ts';
import { Pack, secretValue } from '../support/analyzer.ts';
import { change, draft, graphFrom, UNKNOWN_VALUE, urnOf, type Draft } from '../support/graph.ts';
import { instancesPlan, runPlan } from '../support/plans.ts';

const BACKEND_SERVICE = 'gcp:compute/backendService:BackendService';
const DRAINED = 'tandem-gcp-012-no-drained-backend';
const drained = change(instancesPlan, 'vms', 'backends.0.capacityScaler', 0);
const urnOfVms = urnOf({ type: BACKEND_SERVICE, name: 'vms' });
const exception = {
  rule: DRAINED,
  resource: 'vms',
  reason: 'Zone a is being rebuilt.',
  owner: 'platform@acme.test',
  until: '2999-12-31',
};

let pack: Pack;
beforeAll(async () => {
  pack = await Pack.start();
});
beforeEach(async () => {
  await pack.configure({});
  // A run ends with the whole stack; what a test left half-way ends here.
  await pack.run([]);
});
afterAll(async () => {
  await pack.close();
});

describe('the pack in its own process', () => {
  it('offers every rule, and the exceptions', async () => {
    const names = (await pack.policies()).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'tandem-exceptions',
        ...rules.map(({ id }) => id),
        'tandem-exceptions-in-use',
        'tandem-exceptions-ended',
      ]),
    );
    expect(names).toHaveLength(rules.length + 3);
  });

  it('has nothing to say about good plans with every id unknown', async () => {
    expect(await pack.run(graphFrom(runPlan).all)).toEqual([]);
    expect(await pack.run(graphFrom(instancesPlan).all)).toEqual([]);
  });

  it('judges what was written and not what the cloud filled in', async () => {
    const said = await pack.run(graphFrom(runPlan).all, ({ type, inputs }) =>
      type === BACKEND_SERVICE ? { ...inputs, timeoutSec: 30, healthChecks: '' } : inputs,
    );
    expect(said).toEqual([]);
  });

  it('stops a single resource before it is touched, once, and names it', async () => {
    const said = await pack.run(graphFrom(drained).all);
    expect(said).toEqual([
      {
        policy: DRAINED,
        level: 'mandatory',
        urn: urnOfVms,
        when: 'resource',
        message: expect.stringContaining(
          'backends[0].capacityScaler of vms (gcp.compute.BackendService) is 0, so this backend is drained; allowed is 0.1 to 1. Fix: set backends[0].capacityScaler to 1, or leave it out.',
        ) as string,
      },
    ]);
  });

  it('judges links at the end', async () => {
    const plan = change(runPlan, 'neg-us-east1', 'cloudRun.tag', 'green');
    const said = await pack.run(graphFrom(plan).all);
    expect(said).toMatchObject([
      {
        policy: 'tandem-gcp-007-plain-endpoint-groups',
        level: 'mandatory',
        when: 'stack',
        urn: urnOf({ type: 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup', name: 'neg-us-east1' }),
      },
    ]);
  });

  it('refuses what a preview cannot tell, at the level of the rule', async () => {
    const plan = change(instancesPlan, 'vms', 'backends.0.capacityScaler', UNKNOWN_VALUE);
    const said = await pack.run(graphFrom(plan).all);
    const message = expect.stringMatching(/Cannot be decided from this plan/) as string;
    expect(said.filter(({ policy }) => policy === DRAINED)).toMatchObject([{ level: 'mandatory', message }]);
    expect(said.filter((one) => !/Cannot be decided from this plan/.test(one.message))).toEqual([]);
  });

  it('takes settings and levels from its configuration', async () => {
    const slow = change(instancesPlan, 'lb-check', 'checkIntervalSec', 10);
    await pack.configure({ 'tandem-gcp-013-fast-detection': { detectionSeconds: 25 } });
    expect(await pack.run(graphFrom(slow).all)).toEqual([]);
    await pack.configure({ [DRAINED]: { level: 'advisory' } });
    expect(await pack.run(graphFrom(drained).all)).toMatchObject([{ policy: DRAINED, level: 'advisory' }]);
  });

  it('takes no secret for plain text when a person sets the level of the recorder', async () => {
    const plan = change(runPlan, 'password-version', 'secretData', secretValue('hunter2'));
    await pack.configure({ 'tandem-exceptions': { level: 'mandatory' } });
    expect(await pack.run(graphFrom(plan).all)).toEqual([]);
  });

  it('shows a secret neither to a rule nor to a reader', async () => {
    const plan = change(instancesPlan, 'lb-policy', 'failoverConfig.failoverHealthThreshold', secretValue(12345));
    const said = await pack.run(graphFrom(plan).all);
    expect(JSON.stringify(said)).not.toContain('12345');
  });
});

describe('repairs', () => {
  const guard = 'tandem-gcp-022-database-is-guarded';
  const unguarded = change(runPlan, 'db-primary', 'deletionProtection', false);
  const primary = (plan: readonly Draft[]) => graphFrom(plan).all.filter(({ name }) => name === 'db-primary');

  it('are not made unless the level asks for it', async () => {
    const [database] = primary(unguarded);
    expect(database && (await pack.repair(database)).inputs).toEqual(database?.inputs);
  });

  it('write the one safe answer and nothing else', async () => {
    await pack.configure({ [guard]: { level: 'remediate' } });
    const [database] = primary(change(unguarded, 'db-primary', 'settings.deletionProtectionEnabled', undefined));
    const repaired = database && (await pack.repair(database));
    expect(repaired?.inputs).toEqual(primary(runPlan)[0]?.inputs);
    expect(await pack.run(graphFrom(unguarded).all)).toEqual([]);
  });

  it('make blocks that are missing and leave secrets secret', async () => {
    await pack.configure({ 'tandem-gcp-029-requests-are-logged': { level: 'remediate' } });
    const secret = secretValue('hunter2');
    const plan = change(change(instancesPlan, 'vms', 'logConfig', undefined), 'vms', 'customRequestHeaders', [secret]);
    const [service] = graphFrom(plan).all.filter(({ name }) => name === 'vms');
    const repaired = service && (await pack.repair(service));
    expect(repaired?.inputs).toMatchObject({ logConfig: { enable: true }, customRequestHeaders: [secret] });
  });

  it('are not made where an exception holds', async () => {
    const agreed = { ...exception, rule: guard, resource: 'db-primary' };
    await pack.configure({ [guard]: { level: 'remediate' }, 'tandem-exceptions': { exceptions: [agreed] } });
    const [database] = primary(unguarded);
    expect(database && (await pack.repair(database)).inputs).toEqual(database?.inputs);
  });
});

describe('exceptions', () => {
  it('cover a breach and are printed', async () => {
    await pack.configure({ 'tandem-exceptions': { exceptions: [exception] } });
    const said = await pack.run(graphFrom(drained).all);
    expect(said).toMatchObject([{ policy: 'tandem-exceptions-in-use', level: 'advisory' }]);
    expect(said[0]?.message).toContain(
      `${DRAINED} is not enforced on vms until 2999-12-31: Zone a is being rebuilt. (owner platform@acme.test`,
    );
  });

  it('fail from the day after their end, and so does the breach', async () => {
    await pack.configure({ 'tandem-exceptions': { exceptions: [{ ...exception, until: '2020-02-29' }] } });
    const said = await pack.run(graphFrom(drained).all);
    expect(said.map(({ policy, level }) => [policy, level])).toEqual([
      [DRAINED, 'mandatory'],
      ['tandem-exceptions-ended', 'mandatory'],
    ]);
    expect(said[1]?.message).toContain('ended on 2020-02-29. Ask its owner, platform@acme.test');
  });

  it('warn when they cover nothing', async () => {
    await pack.configure({ 'tandem-exceptions': { exceptions: [exception] } });
    const said = await pack.run(graphFrom(instancesPlan).all);
    expect(said).toMatchObject([{ policy: 'tandem-exceptions-in-use', level: 'advisory' }]);
    expect(said[0]?.message).toContain(`no breach of ${DRAINED} by vms in this run`);
  });

  it('come from a topology component too, and cover only what is below it', async () => {
    const component = draft('tandem:index:GcpTwoRegion', 'acme', { declared: { exceptions: [exception] } });
    const below = drained.map((one) => (one.name === 'vms' ? { ...one, parent: 'acme' } : one));
    const covered = await pack.run(graphFrom([component, ...below]).all);
    expect(covered.map(({ policy }) => policy)).toEqual(['tandem-exceptions-in-use']);
  });

  it('do not reach out of their component', async () => {
    const component = draft('tandem:index:GcpTwoRegion', 'acme', { declared: { exceptions: [exception] } });
    const said = await pack.run(graphFrom([component, ...drained]).all);
    expect(said.map(({ policy }) => policy)).toEqual([DRAINED, 'tandem-exceptions-in-use']);
    expect(said[1]?.message).toContain('no breach of');
  });
});
