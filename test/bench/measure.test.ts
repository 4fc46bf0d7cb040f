import { describe, expect, it } from 'vitest';
import { measure, type Command } from '../../bench/measure/measure.ts';

const node = (script: string): Command => ({
  program: process.execPath,
  args: ['-e', script],
  folder: import.meta.dirname,
  variables: process.env,
});

describe('measuring', () => {
  it('sees what a command prints, and the memory that it and what it started needed', async () => {
    const block = (mib: number) => `const block = Buffer.alloc(${mib} * 2 ** 20, 1)`;
    const child = `${block(150)}; setTimeout(() => block, 1000)`;
    const { stdout, peakMib } = await measure(
      node(
        `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}]); console.log('done')`,
      ),
    );
    expect(stdout).toBe('done\n');
    expect(peakMib.command).toBeGreaterThan(20);
    expect(peakMib.command).toBeLessThan(150);
    expect(peakMib.other).toBeGreaterThan(150);
  });

  it('ends a server when it has printed its first line', async () => {
    const server = { ...node(`console.log('4711'); setInterval(() => console.log('on'), 1e6)`), isServer: true };
    expect((await measure(server)).stdout).toBe('4711\n');
  });

  it('fails when the command does, and says what it said', async () => {
    await expect(measure(node(`console.error('no cloud'); process.exit(3)`))).rejects.toThrow(
      /ended with exit code 3\.\nno cloud$/,
    );
  });

  it('takes another exit code as good when it is told so', async () => {
    expect((await measure({ ...node('process.exit(1)'), exitCodes: [0, 1] })).stdout).toBe('');
  });
});
