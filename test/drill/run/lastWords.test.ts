import { expect, test } from 'vitest';
import { LastWords } from '../../../drill/run/processes/lastWords.ts';

function kept(...chunks: readonly (string | Buffer)[]): string {
  const words = new LastWords();
  for (const chunk of chunks) words.hear(Buffer.from(chunk));
  return words.text;
}

const e = Buffer.from('é');

test.each([
  ['nothing', [], ''],
  ['empty lines', ['\n\n'], ''],
  ['the last three lines, in whole', ['one\ntwo\nthree\nfour\n'], 'two\nthree\nfour'],
  ['a last line without its end', ['one\ntw', 'o'], 'one\ntwo'],
  ['more than any buffer holds', ['x'.repeat(3000), '\nwhy\n'], `${'x'.repeat(300)}...\nwhy`],
  ['a letter in two chunks', [e.subarray(0, 1), e.subarray(1)], 'é'],
  ['lines of Windows', ['one\r\ntwo\r\n'], 'one\ntwo'],
])('%s', (_, chunks, text) => {
  expect(kept(...chunks)).toBe(text);
});
