import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { classOf, literalsOf } from '../../bench/subjects/literals.ts';
import { javaScript, typeScript, typeScriptPack } from '../../bench/subjects/sources.ts';

const secret = (value: unknown) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  plaintext: JSON.stringify(value),
});

const state = JSON.stringify({
  deployment: {
    resources: [
      { urn: 'urn:pulumi:s::p::pulumi:pulumi:Stack::p-s', type: 'pulumi:pulumi:Stack' },
      { urn: 'urn:pulumi:s::p::pulumi:providers:gcp::default', type: 'pulumi:providers:gcp', custom: true },
      { urn: 'urn:pulumi:s::p::tandem:index:GcpEntry::entry', type: 'tandem:index:GcpEntry', custom: false },
      {
        urn: 'urn:pulumi:s::p::tandem:index:GcpDatabase$gcp:sql/user:User::db-user',
        type: 'gcp:sql/user:User',
        custom: true,
        inputs: {
          __defaults: ['host'],
          host: '',
          name: 'app',
          password: secret('p'),
          nested: [{ __defaults: [], a: 1 }],
        },
      },
      {
        urn: 'urn:pulumi:s::p::random:index/randomId:RandomId::suffix',
        type: 'random:index/randomId:RandomId',
        custom: true,
        inputs: { byteLength: 2, kept: secret({ __defaults: ['x'], x: 1, y: 2 }) },
      },
    ],
  },
});

const literals = literalsOf(state);

describe('literals', () => {
  it('are the cloud resources of a state with what a person would have written', () => {
    expect(literals).toEqual([
      { type: 'gcp:sql/user:User', name: 'db-user', inputs: { name: 'app', password: 'p', nested: [{ a: 1 }] } },
      { type: 'random:index/randomId:RandomId', name: 'suffix', inputs: { byteLength: 2, kept: { y: 2 } } },
    ]);
  });

  it('have their class in the SDK', () => {
    expect(literals.map(classOf)).toEqual(['gcp.sql.User', 'random.RandomId']);
  });
});

describe('the programs to compare with', () => {
  it('declare every literal once', () => {
    for (const source of [javaScript(literals), typeScript(literals)]) {
      expect(source.match(/^new gcp\.sql\.User\("db-user", \{/gm)).toHaveLength(1);
      expect(source.match(/^new random\.RandomId\("suffix", \{/gm)).toHaveLength(1);
    }
    expect(javaScript(literals)).toContain(
      `const gcp = require('@pulumi/gcp');\nconst random = require('@pulumi/random');`,
    );
  });

  it('have a pack of as many rules as are asked for, and no syntax error', () => {
    const source = typeScriptPack({ resource: 3, stack: 2 }, literals);
    expect(source.match(/validateResource: validateResourceOfType\(gcp\.sql\.User,/g)).toHaveLength(3);
    expect(source.match(/validateStack:/g)).toHaveLength(2);
    for (const text of [source, typeScript(literals)])
      expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
  });
});
