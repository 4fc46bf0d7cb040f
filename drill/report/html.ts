import type { Model } from '../../topology/model/model.ts';
import { drawTopology } from '../../topology/picture/draw.ts';
import { faultsChart } from './chartFaults.ts';
import { timelineChart } from './chartTimeline.ts';
import { besideTable, type Beside } from './htmlBeside.ts';
import { notesList } from './htmlNotes.ts';
import { drawing, html, Markup, NOTHING, section } from './htmlParts.ts';
import { PAGE_STYLE } from './htmlStyle.ts';
import { faultsTable, momentsTable, objectivesTable, seriesTable, writesTable } from './htmlTables.ts';
import { keyFigures, verdictBox } from './htmlVerdict.ts';
import type { DrillReport } from './report.ts';

export type { Beside } from './htmlBeside.ts';

/**
 * Renders a drill as one HTML page that needs nothing else: no script, no font, no network. Figures carry their path in
 * the JSON report as `data-figure` and their exact value as `data-value`.
 *
 * @param beside - Drills of the same incident to compare with. Default: none, and the page has no such section.
 */
export async function renderPage(report: DrillReport, model: Model, beside: readonly Beside[] = []): Promise<string> {
  const { incident, stack, startedAt } = report;
  const timelineCaption =
    report.faults.length > 0
      ? 'Numbered bands are faults; lettered lines are explained below.'
      : 'No fault was injected.';
  const [timeline, faults, picture] = await Promise.all([
    drawn(() => timelineChart(report), timelineCaption),
    drawn(() => faultsChart(report), 'Bars are the predicted ranges; the figure is what was measured.'),
    drawn(() => drawTopology(model, { title: `Topology of stack ${stack}` }), 'Drawn from the plan that was drilled.'),
  ]);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Drill ${incident.name} on ${stack}</title>
        <style>
          ${new Markup(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <p class="quiet">Drill ${incident.name} on stack ${stack}, ${startedAt.slice(0, 10)}</p>
          <h1>${incident.title}</h1>
        </header>
        <main>
          ${verdictBox(report)} ${keyFigures(report)}
          ${[
            section('objectives', 'Objectives', objectivesTable(report)),
            section('timeline', 'Timeline', timeline, momentsTable(report), seriesTable(report)),
            section('faults', 'Predicted beside measured', faults, faultsTable(report)),
            section('writes', 'Writes', writesTable(report)),
            beside.length > 0 ? section('beside', 'Side by side', besideTable(report, beside)) : NOTHING,
            section('topology', 'Topology', picture),
            section('notes', 'How to read this', notesList(report)),
          ]}
        </main>
      </body>
    </html> `;
  return page.text;
}

/** A picture with its caption. One that fails is told in its place: what was measured is worth more than how it looks. */
async function drawn(draw: () => Promise<string | undefined>, caption: string): Promise<Markup> {
  try {
    const svg = await draw();
    return svg === undefined ? NOTHING : drawing(svg, caption);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return html`<p class="missed">This could not be drawn (${why}). The tables hold the same figures.</p>`;
  }
}
