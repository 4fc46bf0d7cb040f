import { describe, expect, it } from 'vitest';

import { messageOf } from '../../policy/frame/message.ts';
import type { Finding, Rule } from '../../policy/frame/rule.ts';
import { rules } from '../../policy/rules/index.ts';
import { change, graphFrom } from '../support/graph.ts';
import type { Broken } from './cases/case.ts';
import { cases } from './cases/index.ts';

const nameOf = ({ urn }: Finding): string => urn.slice(urn.lastIndexOf('::') + 2);

/** Findings of a rule at the place that a case names. */
function findingsAt(rule: Rule, broken: Broken): readonly Finding[] {
  return rule
    .check(graphFrom(broken.plan))
    .filter((finding) => nameOf(finding) === broken.at && finding.argument === broken.argument);
}

describe('the list of rules', () => {
  it('has unique ids in order', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const id of ids) expect(id).toMatch(/^tandem-[a-z]+-\d{3}(-[a-z0-9]+)+$|^tandem(-[a-z]+)+$/);
  });

  it('has pass, fail and unknown cases for each rule, and no others', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ id }) => id));
    for (const [id, { pass, fail, unknown }] of Object.entries(cases)) {
      expect([id, pass.length > 0, fail.length > 0, unknown.length > 0]).toEqual([id, true, true, true]);
    }
  });

  it('says everything a person needs', () => {
    for (const rule of rules) {
      for (const text of [rule.title, rule.what, rule.why, rule.remediation, rule.example]) expect(text).not.toBe('');
      expect(rule.source).toMatch(/^https:\/\//);
      expect(rule.types.length).toBeGreaterThan(0);
    }
  });
});

describe('repairs', () => {
  it.each(rules.filter(({ repairs }) => Object.keys(repairs).length > 0).map((rule) => [rule.id, rule] as const))(
    '%s: each one ends the breach it is for',
    (id, rule) => {
      for (const one of cases[id]?.fail ?? []) {
        if (!(one.argument in rule.repairs)) continue;
        const repaired = change(one.plan, one.at, one.argument, rule.repairs[one.argument]);
        expect([one.says, findingsAt(rule, { ...one, plan: repaired })]).toEqual([one.says, []]);
      }
    },
  );
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const own = cases[id] ?? { pass: [], fail: [], unknown: [] };

  it.each(own.pass.map((one) => [one.says, one] as const))('holds: %s', (_says, { plan }) => {
    expect(rule.check(graphFrom(plan))).toEqual([]);
  });

  it.each(own.fail.map((one) => [one.says, one] as const))('is broken: %s', (_says, one) => {
    const [finding] = findingsAt(rule, one);
    expect(finding, JSON.stringify(rule.check(graphFrom(one.plan)), null, 1)).toMatchObject({ undecided: false });
    if (one.problem) expect(finding?.problem).toMatch(one.problem);
  });

  it.each(own.unknown.map((one) => [one.says, one] as const))('cannot be decided: %s', (_says, one) => {
    const [finding] = findingsAt(rule, one);
    expect(finding, JSON.stringify(rule.check(graphFrom(one.plan)), null, 1)).toMatchObject({ undecided: true });
    if (one.problem) expect(finding?.problem).toMatch(one.problem);
  });

  it('names resource, argument and fix', () => {
    for (const one of [...own.fail, ...own.unknown]) {
      const graph = graphFrom(one.plan);
      for (const finding of findingsAt(rule, one)) {
        const message = messageOf(finding, graph.get(finding.urn));
        expect(message).toContain(`${one.argument} of ${one.at} (`);
        expect(message).toMatch(/ Fix: [a-z].*\.$/);
      }
    }
  });
});
