import { shortType } from './frame/message.ts';
import type { Rule, Setting } from './frame/rule.ts';

// The page about the rules, made from the rules.

const GROUPS: readonly (readonly [prefix: string, title: string])[] = [
  ['tandem-verdict-', 'The stack as a whole'],
  ['tandem-gcp-', 'Google Cloud'],
  ['tandem-aws-', 'AWS'],
  ['tandem-multi-', 'Several clouds'],
];

/** The page about all rules, as Markdown. */
export function rulesPage(rules: readonly Rule[]): string {
  const groups = GROUPS.map(([prefix, title]) => ({ title, rules: rules.filter(({ id }) => id.startsWith(prefix)) }));
  const parts = groups.filter((group) => group.rules.length > 0);
  return (
    [INTRODUCTION, overview(rules), ...parts.flatMap((part) => [`## ${part.title}`, ...part.rules.map(section)])].join(
      '\n\n',
    ) + '\n'
  );
}

const INTRODUCTION = `# Rules

<!-- Written by \`node policy/writeDocs.ts\` from policy/rules. Change the rules, not this page. -->

What the policy pack asks of a program, whether it uses the components of this repository or plain resources.

- **mandatory** refuses the change, **advisory** only says so. \`--policy-pack-config\` sets other levels and settings by rule id.
- A rule that a plan does not let it decide is broken: the message says so, and what to write so that it can be decided.
- A *resource* rule stops the resource before it is touched. A *graph* rule looks at how resources go together; it runs at the end of
  a preview, and of an update after the changes are made, so the preview is the gate.
- An agreed breach is an exception with \`rule\`, \`resource\` (logical name, URN or \`*\`), \`reason\`, \`owner\` and \`until\` (last day, UTC). It is
  written under \`tandem-exceptions\` in the pack's configuration, or as \`exceptions\` on a topology component, where it covers what is below
  it. It is printed in every run, refused once it has ended, and warned about when it covers nothing.`;

const overview = (rules: readonly Rule[]): string =>
  [
    `${rules.length} rules:`,
    '',
    '| rule | what it is about | level | severity |',
    '|---|---|---|---|',
    ...rules.map(({ id, title, level, severity }) => `| [\`${id}\`](#${id}) | ${title} | ${level} | ${severity} |`),
  ].join('\n');

function section(rule: Rule): string {
  const lines = [
    `### ${rule.id}`,
    `**${rule.title}.** ${rule.what}`,
    `*Why:* ${rule.why} [Source](${rule.source})`,
    `*Fix:* ${rule.remediation}`,
    ['```text', rule.example, '```'].join('\n'),
    `${rule.level}, ${rule.severity} · ${rule.scope} rule · ${rule.types.map(shortType).join(', ')}`,
    ...repairs(rule),
    ...settings(rule.settings),
  ];
  return lines.join('\n\n');
}

function repairs({ repairs: values }: Rule): readonly string[] {
  const written = Object.entries(values).map(([argument, value]) => `\`${argument}\` to \`${String(value)}\``);
  return written.length > 0 ? [`At the level \`remediate\` it sets ${written.join(', ')}.`] : [];
}

function settings(all: Readonly<Record<string, Setting>>): readonly string[] {
  const rows = Object.entries(all).map(
    ([name, setting]) => `| \`${name}\` | ${defaultOf(setting)} | ${setting.description} |`,
  );
  return rows.length > 0 ? [['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')] : [];
}

const defaultOf = ({ default: value }: Setting): string =>
  typeof value === 'number' ? String(value) : value.length > 0 ? value.join(', ') : 'none';
