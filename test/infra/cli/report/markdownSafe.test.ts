import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { code, inComment, prose } from '../../../../infra/cli/report/markdownSafe.ts';

const NO_WIDTH = '\u200b';

/** What GitHub shows for a text of the report. */
const shown = (text: string): string =>
  text.replace(/&#(\d+);/g, (_all, point: string) => String.fromCodePoint(Number(point)));

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'<>&|`*_~[]()!#@$\\\n\r\t"\'-+=:/.wGH1a \u202e\u200b\ud800') }),
);

describe('a text of any origin', () => {
  it('is one line without a character that means something to Markdown or HTML', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(prose(text).replace(/&#\d+;/g, '')).not.toMatch(/[<>&|`*_~[\]!#@$\\"'{}\n\r]/);
      }),
    );
  });

  it('names nobody, refers to nothing, links nowhere and is no formula', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shown(prose(text))).not.toMatch(/@\w|#\d|GH-\d|:\/\/|www\.|\$[^\u200b]/i);
      }),
    );
  });

  it('reads as it was written, but for what cannot be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 500 }), (text) => {
        expect(shown(prose(text)).replaceAll(NO_WIDTH, '')).toBe(text);
      }),
    );
  });

  it.each([
    ['a mention', 'ping @octocat', `ping &#64;${NO_WIDTH}octocat`],
    ['a reference', 'fixes #12 and GH-3', `fixes &#35;${NO_WIDTH}12 and GH${NO_WIDTH}-3`],
    ['a link', 'https://evil.example', `https:${NO_WIDTH}//evil.example`],
    ['a tag', '<img src=x>', '&#60;img src=x&#62;'],
    ['the end of a table row', 'a | b\nc', 'a &#124; b c'],
    ['a hidden part', 'safe\u202egnp.exe', 'safe gnp.exe'],
    ['half a character', 'x\ud83d', 'x&#65533;'],
  ])('that holds %s', (_name, given, expected) => {
    expect(prose(given)).toBe(expected);
  });

  it('is cut where it is too long, and says so', () => {
    expect(prose('x'.repeat(5000))).toBe(`${'x'.repeat(699)}…`);
    expect(code('x'.repeat(5000))).toBe(`<code>${'x'.repeat(119)}…</code>`);
  });

  it('cannot end the comment that marks the report', () => {
    expect(inComment('prod --> <script>')).toBe('prod-script');
    expect(inComment('--!>prod--')).toBe('prod');
    expect(inComment('production-aws')).toBe('production-aws');
  });
});
