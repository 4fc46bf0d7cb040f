import { html, NOTHING, section, table, Markup } from '../../../drill/report/htmlParts.ts';
import { PAGE_STYLE } from '../../../drill/report/htmlStyle.ts';
import { shortType } from '../../../policy/frame/message.ts';
import type { Report } from './report.ts';
import { resourceTypes } from './resourceTypes.ts';
import {
  counts,
  headline,
  LOSS_HEADS,
  lossRow,
  nameOf,
  OBJECTIVE_HEADS,
  objectiveRows,
  reasonsOf,
  stackText,
} from './words.ts';

/** The report as one HTML page that needs nothing else: no script, no font, no network. */
export function htmlReport(report: Report): string {
  const stack = stackText(report.stack);
  const outcome = report.holds && report.ok.head ? 'passed' : 'failed';
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Change to ${stack}</title>
        <style>
          ${new Markup(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <header><h1>Change to stack ${stack}</h1></header>
        <main>
          <div class="verdict ${outcome}" data-holds="${String(report.holds)}">
            <p class="word">${headline(report)}</p>
            <p>${counts(report)}</p>
            ${report.drill === null ? NOTHING : html`<p><a href="${report.drill}">The drill's page</a></p>`}
          </div>
          ${[
            section('losses', 'Losses', losses(report)),
            section('objectives', 'Objectives', objectives(report)),
            section('rules', 'Rules', rules(report), exceptions(report)),
            section('resources', 'Resources', ...resources(report)),
          ]}
        </main>
      </body>
    </html> `.text;
}

function losses(report: Report): Markup {
  const reasons = report.losses.flatMap((change) =>
    reasonsOf(change).map((reason) => html`<li><b>${change.loss}</b>: ${reason}</li>`),
  );
  return html`${table('Each loss, before → after.', LOSS_HEADS, report.losses.map(lossRow))} ${list(reasons)}`;
}

const objectives = (report: Report): Markup =>
  report.objectives.length === 0
    ? html`<p>None is declared.</p>`
    : table('Declared limits, and what the plans predict.', OBJECTIVE_HEADS, objectiveRows(report.objectives));

function rules(report: Report): Markup {
  if (report.rules.length === 0) return html`<p>None is broken.</p>`;
  const rows = report.rules.map(({ rule, status, level, severity, urn, message, source, excepted }) => [
    html`<a href="${source}">${rule}</a>`,
    excepted ? 'excepted' : status,
    `${level}, ${severity}`,
    nameOf(urn),
    message,
  ]);
  return table('Breaches, with what to write instead.', ['rule', 'status', 'level', 'resource', 'message'], rows);
}

const exceptions = (report: Report): Markup =>
  list(report.exceptions.map(({ state, says }) => html`<li>${state.replace('-', ' ')}: ${says}</li>`));

const resources = (report: Report): readonly Markup[] => [
  table('By type.', ['type', 'added', 'changed', 'removed', 'an update would'], resourceTypes(report)),
  table(
    'One by one.',
    ['name', 'type', 'change', 'arguments'],
    report.resources.map(({ name, type, kind, planned, protected: guarded, arguments: paths }) => [
      name,
      shortType(type),
      [kind, planned?.includes('replace') ? 'replaced' : '', guarded ? 'protected' : ''].filter(Boolean).join(', '),
      paths.join(', '),
    ]),
  ),
];

const list = (items: readonly Markup[]): Markup =>
  items.length === 0
    ? NOTHING
    : html`<ul>
        ${items}
      </ul>`;
