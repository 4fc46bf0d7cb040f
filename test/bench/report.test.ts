import { describe, expect, it } from 'vitest';
import { report } from '../../bench/report/report.ts';
import { table } from '../../bench/report/tables.ts';
import { sample } from './figures.ts';

const lines = report(sample).trimEnd().split('\n');
const cellsOf = (title: string): string[] =>
  (lines.find((line) => line.startsWith(`| ${title} |`)) ?? '')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('a table', () => {
  it('has figures to the right of their column', () => {
    expect(table(['what', 'time'], [['a', '1 s']])).toBe('| what | time |\n| --- | --: |\n| a | 1 s |');
  });
});

describe('the report', () => {
  it('says where it was measured, when, and how often', () => {
    expect(lines[2]).toBe(
      'Written by `npm run bench` on 2026-11-24: 2 cores, 24 GiB, Node 24.21.0, Pulumi v3.259.0, @pulumi/pulumi 3.270.0. Each figure is the median of 5 runs, in turns.',
    );
  });

  it('holds each preview against the raw floor, and its pack against an empty one', () => {
    expect(cellsOf('production')).toEqual([
      ...['production', '101', '5.00 s', '1.25 x', '6.00 s', '1.20 x'],
      ...['210 MiB', '1.05 x', '150 MiB', '0.94 x', '110 MiB', '0.00'],
    ]);
    expect(cellsOf('the usual way').slice(2, 4)).toEqual(['16.00 s', '4.00 x']);
  });

  it('leaves a dash where a process did not run', () => {
    expect(cellsOf('the raw floor').slice(8, 10)).toEqual(['-', '-']);
  });

  it('tells growth by the cost of one more service', () => {
    expect(report(sample)).toContain('One more service costs 1.00 s from 5 to\n20 and 1.00 s from 20 to 50');
    expect(cellsOf('50').slice(1, 4)).toEqual(['5050', '54.00 s', '55.00 s']);
  });

  it('ends with the seven bars', () => {
    expect(lines.slice(-7).every((line) => line.startsWith('- holds: '))).toBe(true);
    expect(lines.at(-8)).toBe('');
    expect(lines.at(-9)).toBe('## Bars');
  });

  it('names no place of the machine', () => {
    expect(report(sample)).not.toMatch(/(^|[^a-z.])\/(home|root|tmp|work|usr|var)\b/m);
  });
});
