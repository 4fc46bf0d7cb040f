import { describe, expect, it } from 'vitest';

import { ResourceGraph, type Resource } from '../../../topology/graph/graph.ts';
import { compareResources } from '../../../topology/report/resources.ts';
import { change, draft, graphFrom, relink, without, UNKNOWN_VALUE, type Draft } from '../../support/graph.ts';

const plan: readonly Draft[] = [
  draft('gcp:sql/databaseInstance:DatabaseInstance', 'db', { tier: 'small', ips: ['a', 'b'], nested: { deep: 1 } }),
  draft('gcp:storage/bucket:Bucket', 'data', { location: 'US' }, { protect: true }),
  draft('gcp:compute/backendService:BackendService', 'api', { group: UNKNOWN_VALUE }, { links: { group: ['data'] } }),
];

/** The graph with some resources of its own making. */
const withParts = (drafts: readonly Draft[], parts: Readonly<Record<string, Partial<Resource>>>): ResourceGraph =>
  new ResourceGraph(graphFrom(drafts).all.map((one) => ({ ...one, ...parts[one.name] })));

const said = (base: ResourceGraph, head: ResourceGraph): readonly string[] =>
  compareResources(base, head).map(({ kind, name, arguments: paths }) => `${kind} ${name} ${paths.join(' ')}`.trim());

describe('resources of two plans', () => {
  it.each<[string, readonly Draft[], readonly string[]]>([
    ['nothing', plan, []],
    ['another value', change(plan, 'db', 'tier', 'large'), ['changed db tier']],
    ['an argument that comes', change(plan, 'db', 'zone', 'a'), ['changed db zone']],
    ['an argument that goes', change(plan, 'db', 'tier', undefined), ['changed db tier']],
    ['a value inside a block', change(plan, 'db', 'nested.deep', 2), ['changed db nested.deep']],
    ['a value inside a list', change(plan, 'db', 'ips.1', 'c'), ['changed db ips.1']],
    ['a longer list', change(plan, 'db', 'ips', ['a', 'b', 'c']), ['changed db ips']],
    ['a list in place of a block', change(plan, 'db', 'nested', [1]), ['changed db nested']],
    ['a known value in place of an unknown one', change(plan, 'api', 'group', 'x'), ['changed api group']],
    ['a link to another resource, unknown as before', relink(plan, 'api', 'group', ['db']), ['changed api group']],
    ['a resource that goes', without(plan, 'db'), ['removed db']],
    ['a resource that comes', [...plan, draft('gcp:storage/bucket:Bucket', 'logs', {})], ['added logs']],
  ])('%s', (_name, head, expected) => {
    expect(said(graphFrom(plan), graphFrom(head))).toEqual(expected);
  });

  it('do not differ by what the provider filled in on both sides', () => {
    const made = (name: string, defaults: readonly string[]): ResourceGraph =>
      withParts(change(plan, 'db', 'name', name), { db: { defaults: new Set(defaults) } });
    expect(said(made('db-1234567', ['name']), made('db-7654321', ['name']))).toEqual([]);
    expect(said(made('db-1234567', ['name']), made('db', []))).toEqual(['changed db name']);
  });

  it('differ by options', () => {
    const head = withParts(plan, { db: { protect: true, ignoreChanges: ['tier'] } });
    expect(said(graphFrom(plan), head)).toEqual(['changed db options.ignoreChanges options.protect']);
  });

  it('are the same in another stack of the program', () => {
    const staged = graphFrom(plan).all.map((one) => ({
      ...one,
      urn: one.urn.replace(':test::', ':staging::'),
      propertyDependencies: Object.fromEntries(
        Object.entries(one.propertyDependencies).map(([key, urns]) => [
          key,
          urns.map((urn) => urn.replace(':test::', ':staging::')),
        ]),
      ),
    }));
    expect(said(graphFrom(plan), new ResourceGraph(staged))).toEqual([]);
  });

  it('come with those first that can hurt most', () => {
    const base = graphFrom([...plan, draft('gcp:sql/user:User', 'app', {}), draft('gcp:sql/user:User', 'old', {})]);
    const head = withParts(
      [
        draft('gcp:storage/bucket:Bucket', 'a-new-one', {}),
        ...change(change(plan, 'db', 'tier', 'large'), 'api', 'group', 'x').filter(({ name }) => name !== 'data'),
        draft('gcp:sql/user:User', 'app', { password: 'x' }),
      ].map((one) => ({ ...one, links: {} })),
      { db: { op: 'replace' }, app: { op: 'update' } },
    );
    expect(
      compareResources(base, head).map(({ name, planned, protected: guarded }) => [name, planned, guarded]),
    ).toEqual([
      ['data', null, true],
      ['db', 'replace', false],
      ['old', null, false],
      ['api', 'create', false],
      ['app', 'update', false],
      ['a-new-one', 'create', false],
    ]);
  });
});
