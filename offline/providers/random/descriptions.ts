import { randomBytes, randomInt } from 'node:crypto';
import type { Description } from '../kit/description.ts';
import type { Situation } from '../kit/situation.ts';
import { range, type Rule } from '../kit/rules.ts';
import { numberOf, textOf, type Values } from '../kit/values.ts';

const CLASSES = [
  { flag: 'lower', minimum: 'minLower', characters: 'abcdefghijklmnopqrstuvwxyz' },
  { flag: 'upper', minimum: 'minUpper', characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
  { flag: 'numeric', minimum: 'minNumeric', characters: '0123456789' },
  { flag: 'special', minimum: 'minSpecial', characters: '!@#$%&*()-_=+[]{}<>:?' },
];

const WORDS = [
  'able',
  'bold',
  'calm',
  'dear',
  'even',
  'fond',
  'glad',
  'keen',
  'lark',
  'moth',
  'newt',
  'owl',
  'pike',
  'wren',
];

const longEnough: Rule = (inputs) => {
  const least = CLASSES.reduce((sum, { minimum }) => sum + (numberOf(inputs[minimum]) ?? 0), 0);
  const length = numberOf(inputs['length']);
  if (length === undefined || length >= least) return [];
  return [{ path: 'length', reason: `expected at least ${least}, the sum of the minimums, got ${length}` }];
};

const text = {
  listsDefaults: false,
  replaces: ['*'],
  computed: ['lower', 'upper', 'numeric', 'number', 'special', 'minLower', 'minUpper', 'minNumeric', 'minSpecial'],
  check: [range('length', 1), longEnough],
  planned: ({ inputs }: Situation): Values => ({
    ...Object.fromEntries(CLASSES.map(({ flag }) => [flag, inputs[flag] ?? true])),
    ...Object.fromEntries(CLASSES.map(({ minimum }) => [minimum, inputs[minimum] ?? 0])),
    number: inputs['numeric'] ?? inputs['number'] ?? true,
  }),
} satisfies Partial<Description>;

const password: Description = {
  ...text,
  type: 'random:index/randomPassword:RandomPassword',
  id: () => 'none',
  outputs: ({ inputs }) => ({
    result: makeText(inputs),
    bcryptHash: `$2a$10$${makeText({ length: 53, special: false })}`,
  }),
  secrets: ['result', 'bcryptHash'],
};

const string: Description = {
  ...text,
  type: 'random:index/randomString:RandomString',
  id: ({ inputs }) => makeText(inputs),
  outputs: (_situation, id) => ({ result: id }),
};

const identifier: Description = {
  type: 'random:index/randomId:RandomId',
  listsDefaults: false,
  replaces: ['*'],
  apply: [range('byteLength', 1)],
  id: ({ inputs }) => randomBytes(numberOf(inputs['byteLength']) ?? 1).toString('base64url'),
  outputs: ({ inputs }, id) => {
    const bytes = Buffer.from(id, 'base64url');
    const prefix = textOf(inputs['prefix']) ?? '';
    return {
      hex: prefix + bytes.toString('hex'),
      dec: prefix + BigInt(`0x${bytes.toString('hex')}`).toString(),
      b64Url: prefix + id,
      b64Std: prefix + bytes.toString('base64'),
    };
  },
};

const pet: Description = {
  type: 'random:index/randomPet:RandomPet',
  listsDefaults: false,
  replaces: ['*'],
  computed: ['length', 'separator'],
  planned: ({ inputs }) => ({ length: inputs['length'] ?? 2, separator: inputs['separator'] ?? '-' }),
  id: ({ inputs }) => {
    const words = Array.from({ length: numberOf(inputs['length']) ?? 2 }, () => WORDS[randomInt(WORDS.length)] ?? '');
    const prefix = textOf(inputs['prefix']);
    return [...(prefix === undefined ? [] : [prefix]), ...words].join(textOf(inputs['separator']) ?? '-');
  },
};

const integer: Description = {
  type: 'random:index/randomInteger:RandomInteger',
  listsDefaults: false,
  replaces: ['*'],
  apply: [
    ({ min, max }) =>
      Number(min) <= Number(max) ? [] : [{ path: 'min', reason: `expected at most max (${String(max)})` }],
  ],
  id: ({ inputs }) => String(randomInt(Number(inputs['min']), Number(inputs['max']) + 1)),
  outputs: (_situation, id) => ({ result: Number(id) }),
};

/** Every type of the random package. Equal ids are no clash here: nothing exists outside the state. */
export const descriptions: Description[] = [password, string, identifier, pet, integer].map((description) => ({
  ...description,
  onlyInState: true,
}));

function makeText(inputs: Values): string {
  const length = numberOf(inputs['length']) ?? 0;
  const enabled = CLASSES.filter(({ flag }) => inputs[flag] !== false).map(({ minimum, characters, flag }) => ({
    least: numberOf(inputs[minimum]) ?? 0,
    characters: flag === 'special' ? (textOf(inputs['overrideSpecial']) ?? characters) : characters,
  }));
  const all = enabled.map(({ characters }) => characters).join('');
  const picked = enabled.flatMap(({ least, characters }) => Array.from({ length: least }, () => pick(characters)));
  while (picked.length < length) picked.push(pick(all));
  return shuffled(picked).join('');
}

function pick(characters: string): string {
  return characters[randomInt(characters.length)] ?? '';
}

function shuffled(items: string[]): string[] {
  return items
    .map((item) => ({ item, order: randomInt(2 ** 32) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
