import { type Alias, type Document, type ErrorCode, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';

/** Data of a text, or everything that keeps it from being read. */
export type YamlReading = { readonly data: unknown } | { readonly problems: readonly string[] };

/** More than these, in a file that is no YAML at all, tell nothing new. */
const mostTold = 10;

/** Reads a YAML text. Every problem names its line and column, in plain words. */
export function readYaml(text: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const found = [
    ...document.errors.map((error) => `${at(error.pos[0])}: ${wordsFor(error)}`),
    ...badAliases(document).map(({ alias, says }) => `${at(alias.range?.[0] ?? 0)}: ${says}`),
  ];
  if (found.length > 0) return { problems: told(found) };
  try {
    return { data: document.toJS() };
  } catch {
    // Every alias leads somewhere, so there are too many of them.
    return { problems: ['its aliases (*name) unfold to too much; write out what they stand for, or use fewer'] };
  }
}

function told(found: readonly string[]): readonly string[] {
  const more = found.length - mostTold;
  return more > 0 ? [...found.slice(0, mostTold), `and ${more} more of the kind`] : found;
}

/** Aliases that lead nowhere, or into what holds them. */
function badAliases(document: Document): { readonly alias: Alias; readonly says: string }[] {
  const found: { alias: Alias; says: string }[] = [];
  visit(document, {
    Alias(_, alias, path) {
      const meant = alias.resolve(document);
      if (meant === undefined)
        found.push({
          alias,
          says: `*${alias.source} has no &${alias.source} before it; name it there, or write it out`,
        });
      else if (path.some((holder) => holder === meant))
        found.push({ alias, says: `*${alias.source} is a part of &${alias.source} itself; write out what is meant` });
    },
  });
  return found;
}

const plain: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) takes no anchor and no tag',
  BAD_INDENT: 'the indentation does not fit; lines of one list or map begin in the same column',
  BAD_SCALAR_START: 'a text cannot begin with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a map cannot begin on this line; put it on lines of its own, or the text in quotes',
  BLOCK_IN_FLOW: 'a list or map over several lines cannot be inside [ ] or { }',
  DUPLICATE_KEY: 'this key is there twice; keep one',
  MISSING_CHAR: 'a bracket, a quote, a comma or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key has to be on one line, with a colon after it',
  MULTIPLE_DOCS: 'a second document begins here (---); an incident is one document',
  TAB_AS_INDENT: 'a tab indents this line; use spaces',
  UNEXPECTED_TOKEN: 'this is not expected here; it may belong in quotes, or a comma or a colon is missing',
};

function wordsFor({ code, message }: YAMLError): string {
  return plain[code] ?? message.split('\n')[0]?.replace(/[.:]$/, '') ?? code;
}
