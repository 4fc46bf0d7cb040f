import { expect, test } from 'vitest';
import { DrillError, readingInput } from '../../drill/errors.ts';
import { runDrill } from '../../drill/index.ts';
import { rateLimits, scaleLimits } from '../../drill/limits.ts';
import { buildPlan } from '../../drill/plan/build.ts';
import { model, service } from './models.ts';
import { incident } from './support.ts';

// Who is to blame decides how a command ends: with 2 for what a person gave, with 1 for what went wrong.

const crash = (target: string) => incident([{ kind: 'crash', at: '2m', until: '5m', target }], '10m');

test.each([
  ['a target that the plan does not have', { incident: crash('mars') }, 'given mars'],
  ['a plan with no service', { model: { ...model(), services: [] } }, 'Nothing to drill'],
  ['a rate out of range', { rate: 1 }, '--rate is 1'],
  [
    'a flap that is too fast for this machine',
    {
      incident: incident([{ kind: 'flap', of: 'crash', every: '1s', at: '2m', until: '3m', target: 'primary' }], '5m'),
    },
    'faster than this machine can',
  ],
])('%s is bad input', async (_, options, message) => {
  const drill = runDrill({ stack: 'test', model: model(service()), incident: crash('primary'), ...options });
  const error: unknown = await drill.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'DrillError', kind: 'input' });
  expect(String(error)).toContain(message);
});

test('what breaks while a drill runs is not what a person gave', () => {
  expect(new DrillError('The disk is full.').kind).toBe('run');
});

test('what is no message for people stays what it is', () => {
  const bug = new TypeError('a bug');
  const broken = (): never => {
    throw bug;
  };
  expect(() => readingInput(broken)).toThrow(bug);
});

test.each([
  ['rate', rateLimits],
  ['scale', scaleLimits],
] as const)('the limits of %s are those of the drill', (name, { least, most }) => {
  const build = (value: number) => buildPlan(model(), { stack: 'test', rate: 100, scale: 10, [name]: value });
  for (const allowed of [least, most]) expect(() => build(allowed)).not.toThrow();
  for (const refused of [least - 0.5, most + 1]) expect(() => build(refused)).toThrow(`--${name} is ${refused}`);
});
