// Names and messages come from plans that anybody may have written, and the report is posted under the name of the
// project. So every character that Markdown or HTML gives a meaning to is written as an entity, and what GitHub turns
// into a mention, a reference, a link or a formula is broken by a space of no width.

/** Longest name, in characters. */
const NAME_MOST = 120;

/** Longest sentence, in characters. */
const SENTENCE_MOST = 700;

/** Control characters, and those that hide text or turn its direction. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** `@name`, `#1`, `GH-1`, `https://`, `www.` and `$x$`: each is broken behind its first part. */
const GIVEN_MEANING = /[@#$]|GH(?=-)|:(?=\/\/)|www(?=\.)/gi;

const NO_WIDTH = '\u200b';

/** Everything but letters, digits and punctuation that means nothing. */
const SPECIAL = /[^\p{L}\p{M}\p{N} .,:;/=+()%≤≥→–…✓✗\u200b-]/gu;

/** A text of any origin as a sentence of the report, in one line. */
export const prose = (text: string): string => harmless(text, SENTENCE_MOST);

/** A name of any origin, set as code. */
export const code = (text: string): string => `<code>${harmless(text, NAME_MOST)}</code>`;

/** What is left of a text inside an HTML comment: single hyphens inside a word, because two would end it. */
export const inComment = (text: string): string =>
  text
    .replace(/[^\w.-]/g, '')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, NAME_MOST);

function harmless(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut
    .toWellFormed()
    .replace(UNSEEN, ' ')
    .replace(GIVEN_MEANING, `$&${NO_WIDTH}`)
    .replace(SPECIAL, (character) => `&#${String(character.codePointAt(0))};`);
}
