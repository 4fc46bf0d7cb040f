import { describe, expect, test } from 'vitest';
import { changing, inventory, type Step, type TestStack } from './engine.ts';

// What is asked of the components of every cloud alike.

interface Forms {
  /** Prefixes of the logical names: each component is built as `<component>-minimal` and as `<component>-everything`. */
  readonly components: readonly string[];
  /** What the program built; asked once the tests run. */
  readonly created: () => readonly Step[];
  /** A part of the URN that is in every one. */
  readonly below: string;
  /** Names of what the program makes itself, to give it to a component. Default: none. */
  readonly given?: readonly string[];
}

/** Each form as its committed inventory lists it, and nothing that belongs to none. */
export function testForms({ components, created, below, given = [] }: Forms): void {
  describe('every component, minimal and with everything', () => {
    test.each(components.flatMap((component) => [`${component}-minimal`, `${component}-everything`]))(
      'builds %s as the inventory lists it',
      async (form) => {
        const own = created().filter(({ name }) => name === form || name.startsWith(`${form}-`));
        expect(own.length).toBeGreaterThan(1);
        await expect(await inventory(own)).toMatchFileSnapshot(`inventories/${form}.json`);
      },
    );

    test('builds nothing besides', () => {
      const listed = new RegExp(`^(${components.join('|')})-(minimal|everything)(-|$)`);
      const others = created().filter(({ name }) => !listed.test(name));
      expect(others.map(({ urn }) => urn)).toEqual([]);
    });

    test('puts every child below its component', () => {
      const others = created().filter(({ urn, name }) => !urn.includes(below) && !given.includes(name));
      expect(others.map(({ urn }) => urn)).toEqual([]);
    });
  });
}

/** Inputs of one resource, by its logical name and the end of its type. */
export function inputsIn(created: readonly Step[], type: string, name: string): Record<string, unknown> {
  const found = created.find((step) => step.type.endsWith(`:${type}`) && step.name === name);
  if (!found) throw new Error(`The program built no ${type} named ${name}.`);
  return found.inputs;
}

/** A program that builds a topology, by what composes it. */
export const builtBy =
  <T>(compose: (topology: T) => object) =>
  (topology: T) =>
  () =>
    Promise.resolve({ ...compose(topology) });

/** What a plan would do, a line each. */
export const told = (steps: readonly Step[]): string[] =>
  changing(steps)
    .map(({ op, type, name }) => `${op} ${type} ${name}`)
    .sort();

/** Arguments in which two plans of the same resources differ, by type. */
export function differences(plan: readonly Step[], other: readonly Step[]): string[] {
  const twins = new Map(other.map((step) => [step.urn, step]));
  const found = plan.flatMap((step) => {
    const twin = twins.get(step.urn);
    const keys = new Set([...Object.keys(step.inputs), ...Object.keys(twin?.inputs ?? {})]);
    return [...keys]
      .filter((key) => key !== '__defaults' && plain(step.inputs[key]) !== plain(twin?.inputs[key]))
      .map((key) => `${step.type} ${key}`);
  });
  return [...new Set(found)].sort();
}

/** A value without the random end of automatic names. */
const plain = (value: unknown): string =>
  JSON.stringify(value ?? null).replaceAll(/-[0-9a-f]{7}(?=["/\\)])/g, '-random');

/** The engine's words when a program fails; nothing may have been planned by then, and nobody sees a stack trace. */
export async function refusal(stack: TestStack, build: () => object | Promise<object>): Promise<string> {
  const error = await stack.preview(async () => ({ ...(await build()) })).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  const message = String(error);
  expect(message).not.toMatch(/\b(aws|gcp|random):\w+:\w+ .*create/);
  expect(message).not.toMatch(/^\s+at .*components\//m);
  return message;
}
