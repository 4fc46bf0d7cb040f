import type { Model } from '../model/model.ts';
import { describe } from './describe.ts';
import { diagramOf } from './diagram.ts';
import { CLIENTS_HEIGHT, layOut, type PlacedArrow, type PlacedCard, type PlacedGroup } from './layout.ts';
import { escapeMarkup } from './markup.ts';
import { PAD, ROOT_CLASS, STYLE, TYPE } from './style.ts';

/** How to draw. */
export interface PictureOptions {
  /** Title that screen readers and tooltips give. Default: "Topology". */
  readonly title?: string;
  /** Start of every id in the picture, so that one page can hold several. Default: "topology". */
  readonly idPrefix?: string;
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join('');

const text = (content: string, x: number, y: number, className = '', anchor = 'start'): string =>
  `<text${attributes({ x, y, ...(className ? { class: className } : {}), 'text-anchor': anchor })}>${escapeMarkup(content)}</text>`;

const box = (x: number, y: number, width: number, height: number, radius: number): string =>
  `<rect${attributes({ x, y, width, height, rx: radius })}/>`;

/** What reaches an entry from outside: a badge above it and an arrow down. */
function clients({ x, y, width }: PlacedCard): string {
  const middle = x + width / 2;
  const top = y + CLIENTS_HEIGHT;
  return [
    box(middle - 40, y, 80, 28, 14),
    text('Clients', middle, y + 18, 'heading', 'middle'),
    `<g class="arrow requests"><path d="M${String(middle)} ${String(y + 28)}V${String(top - 8)}"/></g>`,
    head({ x: middle, y: y + 28 }, { x: middle, y: top }),
  ].join('');
}

function card(placed: PlacedCard): string {
  const { x, y, width, height, kind, heading, lines, tooltip } = placed;
  const above = kind === 'entry' ? CLIENTS_HEIGHT : 0;
  const baseline = y + above + PAD + TYPE.heading - 2;
  const rows = lines.map(({ text: content, weak }, index) => {
    const lineY = baseline + (index + 1) * TYPE.leading;
    return text(content, x + PAD, lineY, weak ? 'weak' : 'quiet');
  });
  return [
    `<g class="card ${kind}"><title>${escapeMarkup(tooltip)}</title>`,
    above > 0 ? clients(placed) : '',
    box(x, y + above, width, height - above, 8),
    text(heading, x + PAD, baseline, 'heading'),
    ...rows,
    '</g>',
  ].join('');
}

const region = ({ x, y, width, height, heading, subheading, role }: PlacedGroup): string =>
  [
    `<g class="region ${role}">`,
    box(x, y, width, height, 14),
    text(heading, x + 16, y + 26, 'heading'),
    text(subheading, x + 16, y + 44, 'quiet'),
    '</g>',
  ].join('');

interface Point {
  readonly x: number;
  readonly y: number;
}

const HEAD_LENGTH = 9;

/** The triangle at the end of the segment from `from` to `tip`. */
function head(from: Point, tip: Point): string {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [dx, dy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const back = { x: tip.x - dx * HEAD_LENGTH, y: tip.y - dy * HEAD_LENGTH };
  const corners = [tip, { x: back.x - dy * 4.5, y: back.y + dx * 4.5 }, { x: back.x + dy * 4.5, y: back.y - dx * 4.5 }];
  const points = corners.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return `<polygon class="head" points="${points}"/>`;
}

function arrow({ arrow: { carries, headAtStart, headAtEnd }, points }: PlacedArrow): string {
  const [first, second] = points;
  const [beforeLast, last] = points.slice(-2);
  if (!first || !second || !beforeLast || !last) return '';
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${String(x)} ${String(y)}`).join('');
  return [
    `<g class="arrow ${carries}"><path d="${path}"/></g>`,
    headAtStart ? head(second, first) : '',
    headAtEnd ? head(beforeLast, last) : '',
  ].join('');
}

/**
 * Draws a model as one self-contained SVG: clients, entries, regions with their pools and stores, and what replicates where.
 * It loads nothing, follows the reader's light or dark setting, prints in light, and carries its content as text.
 */
export async function drawTopology(model: Model, options: PictureOptions = {}): Promise<string> {
  const { title = 'Topology', idPrefix = 'topology' } = options;
  const diagram = diagramOf(model);
  const { width, height, groups, cards, arrows } = await layOut(diagram);
  const root = attributes({
    xmlns: 'http://www.w3.org/2000/svg',
    class: ROOT_CLASS,
    viewBox: `0 0 ${String(width)} ${String(height)}`,
    width,
    height,
    role: 'img',
    'aria-label': title,
    'aria-describedby': `${idPrefix}-description`,
  });
  return [
    `<svg${root}>`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc id="${escapeMarkup(idPrefix)}-description">${escapeMarkup(describe(diagram))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${String(width)}" height="${String(height)}"/>`,
    ...groups.map(region),
    ...arrows.map(arrow),
    ...cards.map(card),
    '</svg>',
    '',
  ].join('\n');
}
