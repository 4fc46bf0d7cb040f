import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fieldAt, fields } from '../../../topology/shape/describe.ts';
import { configReference, projectConfig } from '../../../topology/shape/reference.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import { minimal } from './config.ts';

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('what is written from the schema', () => {
  it('is docs/config.md, in step', async () => {
    expect(file('docs/config.md')).toBe(await format(configReference(), { parser: 'markdown', printWidth: 120 }));
  });

  it('is the config block of Pulumi.yaml, in step', () => {
    expect((parse(file('Pulumi.yaml')) as { config: unknown }).config).toEqual(projectConfig());
  });

  it('documents each key that a topology has, with its unit and default', () => {
    expect(fieldAt('detection.periodSeconds')).toMatchObject({ unit: 's', fallback: 5, required: false });
    expect(fieldAt('load.peakRps')).toMatchObject({ unit: 'requests/s', required: true });
    const reference = configReference();
    for (const { path } of fields.filter(({ type, path: each }) => type !== 'group' && !each.endsWith('[]')))
      expect(reference).toContain(`| \`${path}\` |`);
  });

  it('asks only for keys without which nothing can be read', () => {
    const needed = Object.entries(projectConfig()).flatMap(([key, { default: value }]) =>
      value === undefined ? key : [],
    );
    // A stack on AWS has no project, and one on both clouds has regions of each: the engine may not ask for one.
    expect(needed.toSorted()).toEqual(
      Object.keys(minimal)
        .filter((key) => key !== 'project' && key !== 'regions')
        .toSorted(),
    );
    const defaults = Object.fromEntries(
      Object.entries(projectConfig()).flatMap(([key, { default: value }]) =>
        value === undefined ? [] : [[key, value]],
      ),
    );
    expect(readTopology({ ...defaults, ...minimal }, { stack: 'test' })).toEqual(
      readTopology(minimal, { stack: 'test' }),
    );
  });

  it('says for each field what is allowed and what it means', () => {
    for (const { path, meaning, allowed } of fields) {
      expect([path, meaning.endsWith('.')]).toEqual([path, true]);
      expect([path, allowed.length > 0]).toEqual([path, true]);
    }
  });
});
