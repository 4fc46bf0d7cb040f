import { beforeAll, describe, expect, it } from 'vitest';

import { rules } from '../../policy/rules/index.ts';
import { stackNamed, stackNames } from '../../stacks/stacks.ts';
import { Pack, type PackConfig } from '../support/analyzer.ts';
import { newStack } from '../support/engine.ts';
import { resourceOf, type Plan } from '../support/plan.ts';
import { configOf } from '../support/stacks.ts';
import { elsewhere } from './elsewhere.ts';
import { breakages, harmless } from './list.ts';
import { apply, titleOf, type Mutation } from './mutation.ts';
import { packConfigOf, plansOf } from './plans.ts';
import { refusalsOf, runMutations, type Outcome } from './run.ts';

const broken = breakages();
const varied = harmless();
const today = '2026-11-24';

/** What `npm run mutate` has the command preview, with the program in this process. */
async function previewed(name: string): Promise<Plan> {
  const config = configOf(name);
  const stack = await newStack(`mutate-${name}`, config);
  const { resources } = await stack.plan(async () => ({ ...(await stackNamed(name)?.build(config, { stack: name })) }));
  return { name, resources, config: packConfigOf(name) };
}

const levelsOf = (config: Plan['config']): PackConfig =>
  Object.fromEntries(Object.entries(config).map(([policy, level]) => [policy, { level: level as 'advisory' }]));

describe('the list of mutations', () => {
  it('is long enough, and breaks every rule', () => {
    expect(broken.length).toBeGreaterThanOrEqual(150);
    expect(varied.length).toBeGreaterThanOrEqual(40);
    const expected = new Set(broken.flatMap(({ rule }) => rule ?? []));
    const held = (id: string): boolean => [...expected].some((start) => id.startsWith(start));
    const unbroken = rules.map(({ id }) => id).filter((id) => !held(id));
    expect(unbroken).toEqual([]);
  });
});

describe('the pack', () => {
  let plans: ReadonlyMap<string, Plan>;
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    plans = await plansOf(previewed);
    outcomes = await runMutations([...broken, ...varied], plans, today);
  });

  // These are first previews, in which no id is known: a rule that could not decide would have said so.
  it('finds every rule decided on shipped plans, and none broken but the one that dev says it breaks', async () => {
    const pack = await Pack.start();
    try {
      for (const stack of stackNames) {
        const { resources, config } = plans.get(stack)!;
        await pack.configure(levelsOf(config));
        const said = (await pack.run(resources.map(resourceOf))).map(({ policy, level }) => `${level} ${policy}`);
        const expected = stack === 'dev' ? ['advisory tandem-gcp-020-database-survives-a-zone'] : [];
        expect([stack, said]).toEqual([stack, expected]);
      }
    } finally {
      await pack.close();
    }
  });

  it('refuses no plan of other programs as it is', async () => {
    const others = [...plans.values()].filter(({ name }) => name !== 'real-plan' && !stackNames.includes(name));
    expect(others.length).toBeGreaterThan(0);
    for (const plan of others) expect([plan.name, await refusalsOf(plan, today)]).toEqual([plan.name, []]);
  });

  it.each([
    ['production', /^gcp:(compute\/(network|subnetwork|router|globalAddress|firewall)|servicenetworking)/],
    ['production', /^gcp:certificatemanager/],
    ['production', /^gcp:secretmanager/],
    ['production', /^gcp:serviceaccount/],
    ['production', /^gcp:sql/],
    ['production', /^gcp:storage/],
    ['production', /^gcp:artifactregistry/],
    ['production', /^gcp:projects\/service/],
    ['production', /^gcp:compute\/securityPolicy/],
    ['production-aws', /^aws:ec2\/(internet|nat|eip|route)/],
    ['production-aws', /^aws:acm/],
    ['production-aws', /^aws:secretsmanager/],
    ['production-aws', /^aws:iam/],
    ['production-aws', /^aws:route53/],
    ['production-aws', /^aws:rds/],
    ['production-aws', /^aws:s3/],
    ['production-aws', /^aws:dynamodb/],
    ['production-aws', /^aws:ecr/],
  ])('lets another program own a part of %s: %s', async (stack, types) => {
    expect(await refusalsOf(elsewhere(plans.get(stack)!, types), today)).toEqual([]);
  });

  it('refuses every breakage, and names the resource, the argument and the fix', () => {
    const missed = outcomes.slice(0, broken.length).filter(({ problem }) => problem !== undefined);
    expect(missed.map(({ mutation, problem }) => `${titleOf(mutation)} ${problem}`)).toEqual([]);
  });

  it('refuses no harmless variation', () => {
    const refused = outcomes.slice(broken.length).filter(({ refusals }) => refusals.length > 0);
    expect(refused.map(({ mutation, refusals }) => `${titleOf(mutation)}: ${refusals[0]?.message}`)).toEqual([]);
  });

  it('lets nobody list a mutation that is none', () => {
    const plan = plans.get('plain-instances')!;
    const drop = (argument: string): Mutation => ({
      ...{ plan: plan.name, type: 'gcp.compute.HealthCheck', name: 'lb-check' },
      ...{ operation: 'drop' as const, argument, links: {} },
    });
    expect(() => apply(drop('logConfig.enable'), plan)).toThrow('logConfig.enable is not there');
    expect(() => apply({ ...drop('timeoutSec'), name: 'lb' }, plan)).toThrow('matches 0 resources; there are lb-check');
    expect(() => apply({ ...drop('timeoutSec'), operation: 'change', value: 5 }, plan)).toThrow('is so already');
    expect(() => apply({ ...drop('timeoutSec'), operation: 'add', value: 5 }, plan)).toThrow('nothing to add');
  });
});
