import { describe, expect, it } from 'vitest';
import { graphOf } from '../../../topology/graph/read.ts';

// Files that would be read as less than the whole plan.

const urn = (name: string): string => `urn:pulumi:test::plan::gcp:storage/bucket:Bucket::${name}`;
const state = (name: string, more: object = {}) => ({ urn: urn(name), type: 'gcp:storage/bucket:Bucket', ...more });
const step = (op: string, name: string) => ({ op, urn: urn(name), newState: state(name) });
const stack = 'urn:pulumi:test::plan::pulumi:pulumi:Stack::plan-test';
const root = { op: 'same', urn: stack, newState: { urn: stack, type: 'pulumi:pulumi:Stack', custom: false } };
const preview = (more: object) => ({ steps: [root, step('create', 'data')], ...more });
const names = (document: unknown): readonly string[] => graphOf(document, 'plan.json').all.map(({ name }) => name);

describe('a plan', () => {
  it('that leaves unchanged resources out is refused, however many it shows', () => {
    expect(() => names(preview({ changeSummary: { same: 3, create: 1 } }))).toThrow(
      /plan.json leaves 2 unchanged resources out: it was made without --show-sames/,
    );
    expect(names(preview({ changeSummary: { same: 1, create: 1 } }))).toEqual(['plan-test', 'data']);
    const changed = { steps: [root, step('same', 'data')], changeSummary: { same: 3 } };
    expect(names(changed), 'one that was taken out of a whole plan').toEqual(['plan-test', 'data']);
  });

  it('of a preview that failed is refused with what went wrong; warnings are no failure', () => {
    const diagnostics = [
      { severity: 'warning', message: 'careful' },
      { severity: 'error', urn: urn('db'), message: 'error: Missing required argument\n' },
      { severity: 'error', message: 'boom' },
    ];
    expect(() => names(preview({ diagnostics }))).toThrow(
      `plan.json is a preview that failed, so it does not hold the whole plan:\n  ${urn('db')}: error: Missing required argument\n  boom\n`,
    );
    expect(names(preview({ diagnostics: diagnostics.slice(0, 1) }))).toHaveLength(2);
  });

  it('does not hold what it deletes', () => {
    const gone = { op: 'delete-replaced', urn: urn('old'), oldState: state('old'), newState: state('old') };
    expect(names({ steps: [step('create', 'data'), gone] })).toEqual(['data']);
  });

  it('does not hold what a state keeps of resources that are gone or go', () => {
    const resources = [state('data'), state('old', { delete: true }), state('gone', { pendingReplacement: true })];
    expect(names({ deployment: { resources } })).toEqual(['data']);
  });
});
