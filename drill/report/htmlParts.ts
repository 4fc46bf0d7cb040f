import { escapeMarkup } from '../../topology/picture/markup.ts';
import { duration, percent } from '../../topology/picture/units.ts';

// The smallest pieces of the page. Names come from plans and incident files that anybody may have written, so a text
// becomes markup only through the `html` tag, which escapes it.

/** Markup that may go into the page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Markup | readonly Markup[];

const pieceText = (piece: Piece): string => {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeMarkup(String(piece));
  return piece.map(({ text }) => text).join('');
};

/** Template tag for markup: strings and numbers are escaped, {@link Markup} is taken as it is. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(String.raw({ raw: strings }, ...pieces.map(pieceText)));

/** Nothing at all, for sections that have nothing to say. */
export const NOTHING = new Markup('');

/** How a figure is written out. */
export type Unit = 'seconds' | 'ratio' | 'count' | 'milliseconds' | 'yes-no';

function written(value: number | boolean, unit: Unit): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (unit === 'seconds') return duration(value);
  if (unit === 'ratio') return percent(value);
  if (unit === 'milliseconds') return `${String(Number(value.toPrecision(3)))} ms`;
  return Number(value.toPrecision(15)).toLocaleString('en-US');
}

/**
 * A number of the report, written for people and marked for machines: `data-figure` is its path in the JSON report and
 * `data-value` its exact value. `null` is written as a dash that screen readers read as "none".
 */
export function figure(path: string, value: number | boolean | null, unit: Unit): Markup {
  if (value === null) return html`<span data-figure="${path}" data-value="null" aria-label="none">–</span>`;
  return html`<span data-figure="${path}" data-value="${String(value)}">${written(value, unit)}</span>`;
}

/** A table with a caption. Cells of the first column head their rows. It scrolls by itself where the screen is narrow. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Piece[])[]): Markup {
  const head = heads.map((text) => html`<th scope="col">${text}</th>`);
  const body = rows.map(([first = '', ...others]) => {
    const cells = others.map((cell) => html`<td>${cell}</td>`);
    return html`<tr>
      <th scope="row">${first}</th>
      ${cells}
    </tr> `;
  });
  return html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** A part of the page under its own heading. */
export const section = (id: string, heading: string, ...content: readonly Markup[]): Markup =>
  html`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${heading}</h2>
    ${content}
  </section>`;

/** A drawing with its caption; on a narrow screen it scrolls rather than shrinks to nothing. */
export const drawing = (svg: string, caption: string): Markup =>
  html`<figure>
    <div class="scroll">${new Markup(svg)}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
