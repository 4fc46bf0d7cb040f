import type { ElkExtendedEdge, ElkNode } from 'elkjs';
import type { Arrow, Card, Diagram, Group } from './diagram.ts';
import { clip, textWidth } from './measure.ts';
import { PAD, TYPE } from './style.ts';
import type { Line } from './words.ts';

// Places for boxes and arrows, found by ELK's layered algorithm: left region, what stands between, right region.

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedCard extends Box, Omit<Card, 'lines'> {
  readonly lines: readonly Line[];
}

export interface PlacedGroup extends Box, Omit<Group, 'cards'> {}

export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Everything in absolute pixels from the top left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly PlacedGroup[];
  readonly cards: readonly PlacedCard[];
  readonly arrows: readonly PlacedArrow[];
}

const CARD_TEXT_MAX = 270;
const CARD_TEXT_MIN = 120;

/** Height of the clients' badge above an entry, its arrow included. */
export const CLIENTS_HEIGHT = 52;

function clipped(card: Card): Card {
  return {
    ...card,
    heading: clip(card.heading, CARD_TEXT_MAX, TYPE.heading, true),
    lines: card.lines.map((line) => ({ ...line, text: clip(line.text, CARD_TEXT_MAX, TYPE.line, line.weak) })),
  };
}

/** Width of all cards of one column: the widest text in any of them. */
function columnWidth(cards: readonly Card[], above: readonly string[] = []): number {
  const texts = cards.flatMap(({ heading, lines }) => [
    textWidth(heading, TYPE.heading, true),
    ...lines.map(({ text, weak }) => textWidth(text, TYPE.line, weak)),
  ]);
  return Math.ceil(Math.max(CARD_TEXT_MIN, ...texts, ...above.map((text) => textWidth(text, TYPE.line)))) + 2 * PAD;
}

/** Entries are met at the middle of the box below the clients' badge, not of the whole. */
function entryPorts(id: string, width: number, height: number): Partial<ElkNode> {
  const y = CLIENTS_HEIGHT + (height - CLIENTS_HEIGHT) / 2;
  return {
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      { id: `${id}#left`, x: 0, y, width: 0, height: 0 },
      { id: `${id}#right`, x: width, y, width: 0, height: 0 },
    ],
  };
}

function nodeOf({ id, kind, lines }: Card, width: number): ElkNode {
  const height = 2 * PAD + TYPE.heading + lines.length * TYPE.leading;
  if (kind !== 'entry') return { id, width, height };
  const whole = height + CLIENTS_HEIGHT;
  return { id, width, height: whole, ...entryPorts(id, width, whole) };
}

const edgeOf = ({ id, from, to }: Arrow, entries: ReadonlySet<string>): ElkExtendedEdge => ({
  id,
  sources: [entries.has(from) ? `${from}#right` : from],
  targets: [entries.has(to) ? `${to}#left` : to],
});

const ROOT_OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.considerModelOrder.crossingCounterNodeInfluence': '0.001',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '48',
  'elk.spacing.nodeNode': '20',
  'elk.separateConnectedComponents': 'false',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
};

const GROUP_OPTIONS = { 'elk.padding': `[top=${String(PAD + 46)},left=16,bottom=16,right=16]` };

interface Offset {
  readonly x: number;
  readonly y: number;
}

/** ELK gives places relative to the box around; this walks down and adds them up. */
function absolute(root: ElkNode): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const walk = (node: ElkNode, origin: Offset): void => {
    const box = {
      x: origin.x + (node.x ?? 0),
      y: origin.y + (node.y ?? 0),
      width: node.width ?? 0,
      height: node.height ?? 0,
    };
    boxes.set(node.id, box);
    for (const child of node.children ?? []) walk(child, box);
  };
  walk(root, { x: 0, y: 0 });
  return boxes;
}

function placeArrow(arrow: Arrow, edge: ElkExtendedEdge | undefined): PlacedArrow {
  const points = (edge?.sections ?? []).flatMap((section) => [
    section.startPoint,
    ...(section.bendPoints ?? []),
    section.endPoint,
  ]);
  return { arrow, points };
}

/** Lays a diagram out. Loads ELK (1.6 MB) at the first call and not before: the policy pack must start without it. */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const { default: elk } = await import('elkjs');
  const between = diagram.between.map(clipped);
  const groups = diagram.groups.map((group) => ({ ...group, cards: group.cards.map(clipped) }));
  const entries = new Set(between.filter(({ kind }) => kind === 'entry').map(({ id }) => id));
  const headings = groups.flatMap(({ heading, subheading }) => [heading, subheading]);
  const groupWidth = columnWidth(
    groups.flatMap(({ cards }) => cards),
    headings,
  );
  const betweenWidth = columnWidth(between);
  const root: ElkNode = {
    id: 'root',
    layoutOptions: ROOT_OPTIONS,
    children: [
      ...groups.map(({ id, cards }) => ({
        id,
        layoutOptions: GROUP_OPTIONS,
        children: cards.map((card) => nodeOf(card, groupWidth)),
      })),
      ...between.map((card) => nodeOf(card, betweenWidth)),
    ],
    // All edges belong to the root, so that their places come relative to it.
    edges: diagram.arrows.map((arrow) => edgeOf(arrow, entries)),
  };
  const laid = await new elk.default().layout(root);
  const boxes = absolute(laid);
  const boxOf = (id: string): Box => boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const edges = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    groups: groups.map(({ cards: _cards, ...group }) => ({ ...group, ...boxOf(group.id) })),
    cards: [...groups.flatMap(({ cards }) => cards), ...between].map((card) => ({ ...card, ...boxOf(card.id) })),
    arrows: diagram.arrows.map((arrow) => placeArrow(arrow, edges.get(arrow.id))),
  };
}
