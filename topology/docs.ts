import {
  ACCELERATOR_SECONDS,
  ALERT_SECONDS,
  ENDPOINT_SECONDS,
  ENTRY_PROXIES,
  OUTAGE_SECONDS,
  PROMOTION_SECONDS,
  REPLICATION_LAG_SECONDS,
  WRITABLE_ELSEWHERE_SECONDS,
} from './arithmetic/assumptions.ts';
import type { Range } from './arithmetic/law.ts';
import * as aws from './recognise/aws/types.ts';
import * as gcp from './recognise/gcp/types.ts';
import { DECIDING } from './recognise/open.ts';
import { LOCATED_STORES, UNREAD_STORES } from './recognise/unread.ts';
import { SHED_LIMIT_SECONDS } from './verdict/traffic.ts';

// The page about the verdict, made from what the recognisers and the arithmetic hold.

/** What the verdict reads, takes for granted and leaves open, as Markdown. */
export const verdictPage = (): string =>
  [
    INTRODUCTION,
    '## What is read',
    'Of other types nothing is known, and nothing is said.',
    types('Google Cloud', tokens(gcp)),
    types('AWS', tokens(aws)),
    '## What is known by name only',
    'Stores of record whose copies are not read. A plan that has one is `undecided`; those in the second list only where they are in one region.',
    list([...UNREAD_STORES]),
    list([...LOCATED_STORES]),
    '## What must be known before an apply',
    'Where one of these is unknown or secret in a plan, and a service or store rests on it, every loss is `undecided` and the argument is named.',
    table(
      ['resource', 'arguments'],
      Object.entries(DECIDING).map(([type, paths]) => [code(type), paths.map(code).join(', ')]),
    ),
    '## What nobody publishes',
    'Seconds, best / expected / worst. Where a source stands in `topology/arithmetic/assumptions.ts` it is named there; the rest is UNVERIFIED.',
    table(['figure', 'seconds'], FIGURES),
    '',
  ].join('\n\n');

const INTRODUCTION = `# The verdict

<!-- Written by \`node topology/writeDocs.ts\` from topology/. Change the code, not this page. -->

\`tandem verdict\` reads a plan or a state, of any program, and judges each loss:

| loss | what goes |
|---|---|
| \`region:R\` | everything in R, and with \`+zone\` or \`+deploy\` a part of what is left too, where a declaration asks for it |
| \`zone:Z\` | what R has in that zone; \`R-any\` where the platform spreads over zones by itself |
| \`half:R\` | half of R's instances |
| \`store:NAME\` | the primary of a database, table or bucket, its region standing |
| \`provider:P\` | all of a cloud; required only where services have regions of another one |

- **Survives** means: requests leave (a region that refuses, answers errors, or accepts and never answers), what is left carries the
  load, and data and whatever instances need to start are elsewhere.
- Where no load is declared, what is left has to be able to grow to what the largest region may grow to. Where no shed time is
  declared, and for a whole provider, the limit is ${SHED_LIMIT_SECONDS} s.
- **undecided** counts as a failure: what decides is not in the plan, or not known yet.
- \`shedSeconds\` and \`returnSeconds\` are 0 where no traffic has to move, and \`null\` where nothing bounds them.
- The JSON form is described in [topology/verdict/schema.json](../topology/verdict/schema.json); \`undecided\` lists what could not be
  read, also where no loss can be judged.
- A preview that failed, or that was made without \`--show-sames\`, is refused: it does not hold the whole plan.`;

const code = (text: string): string => `\`${text}\``;

const list = (items: readonly string[]): string =>
  items
    .toSorted()
    .map((item) => `- ${code(item)}`)
    .join('\n');

const types = (cloud: string, all: readonly string[]): string => `### ${cloud}\n\n${list(all)}`;

/** Type tokens that a module exports, by themselves or in lists. */
const tokens = (module: object): readonly string[] => [
  ...new Set(
    Object.values(module)
      .flat()
      .filter((value): value is string => typeof value === 'string' && value.includes(':')),
  ),
];

const range = ({ best, expected, worst }: Range): string => `${best} / ${expected} / ${worst}`;

const FIGURES: readonly (readonly [string, string])[] = [
  ...Object.entries(PROMOTION_SECONDS).map(([what, seconds]) => [`promotion: ${what}`, range(seconds)] as const),
  ...Object.entries(ENDPOINT_SECONDS).map(([what, seconds]) => [`write endpoint: ${what}`, range(seconds)] as const),
  ...Object.entries(REPLICATION_LAG_SECONDS).map(
    ([what, seconds]) => [`not yet copied: ${what}`, range(seconds)] as const,
  ),
  ['a database of another cloud takes the writes', range(WRITABLE_ELSEWHERE_SECONDS)],
  ['somebody is told', range(ALERT_SECONDS)],
  ['Global Accelerator acts on what a check has found', String(ACCELERATOR_SECONDS)],
  ['an outage lasts', `- / ${OUTAGE_SECONDS.expected} / ${OUTAGE_SECONDS.worst}`],
  ['proxies of an entry that each eject by themselves (a count)', String(ENTRY_PROXIES)],
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
