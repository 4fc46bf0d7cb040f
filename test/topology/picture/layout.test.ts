import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../topology/model/model.ts';
import { diagramOf } from '../../../topology/picture/diagram.ts';
import { layOut, type Layout, type PlacedArrow } from '../../../topology/picture/layout.ts';
import { textWidth } from '../../../topology/picture/measure.ts';
import { PAD, TYPE } from '../../../topology/picture/style.ts';
import { alone, amazon, equalMembers, google, googleDatabase, googleService, multicloud } from './models.ts';

type Box = Pick<Layout['cards'][number], 'x' | 'y' | 'width' | 'height'>;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));

/** The ends of an arrow lie on the left or right side of the boxes that it joins. */
function touches({ arrow, points }: PlacedArrow, boxes: ReadonlyMap<string, Box>): boolean {
  const onSide = (point: { x: number; y: number } | undefined, box: Box | undefined): boolean =>
    point !== undefined &&
    box !== undefined &&
    (Math.abs(point.x - box.x) < 1 || Math.abs(point.x - box.x - box.width) < 1) &&
    point.y >= box.y &&
    point.y <= box.y + box.height;
  return onSide(points[0], boxes.get(arrow.from)) && onSide(points.at(-1), boxes.get(arrow.to));
}

/** The straight pieces of an arrow as boxes without breadth. */
const pieces = ({ points }: PlacedArrow): Box[] =>
  points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    return {
      x: Math.min(start.x, end.x),
      y: Math.min(start.y, end.y),
      width: Math.abs(end.x - start.x),
      height: Math.abs(end.y - start.y),
    };
  });

/** Everything that could make a picture hard to read; empty when it is in order. */
async function faults(model: Model): Promise<string[]> {
  const diagram = diagramOf(model);
  const { width, height, groups, cards, arrows } = await layOut(diagram);
  const canvas = { x: 0, y: 0, width, height };
  const boxes = new Map(cards.map((card) => [card.id, card]));
  const between = cards.filter(({ kind }) => kind === 'entry' || kind === 'replication');
  return [
    ...pairs(cards).flatMap(([a, b]) => (overlap(a, b) ? [`${a.id} overlaps ${b.id}`] : [])),
    ...pairs(groups).flatMap(([a, b]) => (overlap(a, b) ? [`${a.id} overlaps ${b.id}`] : [])),
    ...groups.flatMap((group) =>
      between.flatMap((card) => (overlap(group, card) ? [`${card.id} lies in ${group.id}`] : [])),
    ),
    ...diagram.groups.flatMap(({ id, cards: own }) => {
      const group = groups.find((placed) => placed.id === id);
      return own.flatMap((card) => (group && inside(boxes.get(card.id)!, group) ? [] : [`${card.id} outside ${id}`]));
    }),
    ...[...groups, ...cards].flatMap((box) => (inside(box, canvas) ? [] : [`${box.id} off the canvas`])),
    ...arrows.flatMap((arrow) => (touches(arrow, boxes) ? [] : [`${arrow.arrow.id} does not touch its boxes`])),
    ...arrows.flatMap((arrow) =>
      cards.flatMap((card) =>
        pieces(arrow).some((piece) => overlap(piece, card)) ? [`${arrow.arrow.id} crosses ${card.id}`] : [],
      ),
    ),
    ...cards.flatMap((card) =>
      card.lines.flatMap(({ text, weak }) =>
        textWidth(text, TYPE.line, weak) <= card.width - 2 * PAD ? [] : [`'${text}' is wider than its box`],
      ),
    ),
  ];
}

describe('the layout', () => {
  it.each(Object.entries({ google, amazon, alone, multicloud }))('puts %s in order', async (_, model) => {
    expect(await faults(model)).toEqual([]);
  });

  it('stands the pools of one service level with their entry, the primary on the left', async () => {
    const { cards } = await layOut(diagramOf(google));
    const [left, right] = cards.filter(({ kind }) => kind === 'pool');
    const entry = cards.find(({ kind }) => kind === 'entry');
    expect(left!.y).toBe(right!.y);
    expect(left!.x).toBeLessThan(entry!.x);
    expect(entry!.x).toBeLessThan(right!.x);
  });

  it('keeps the declared order of stores from top to bottom', async () => {
    const { cards } = await layOut(diagramOf(google));
    const left = cards.filter(({ kind, x }) => kind === 'member' && x < 100).sort((a, b) => a.y - b.y);
    expect(left.map(({ heading }) => heading)).toEqual([
      'web-db-us-central1',
      'web-files',
      'web-db-password',
      'web-images',
    ]);
  });

  it('clips names that no box can hold', async () => {
    const name = 'a-name-that-goes-on-'.repeat(10);
    const members = googleDatabase.members.map((member) => ({ ...member, urn: `${member.urn}::${name}` }));
    const model = { ...google, stores: [{ ...googleDatabase, members }] };
    const { cards } = await layOut(diagramOf(model));
    const headings = cards.filter(({ kind }) => kind === 'member').map(({ heading }) => heading);
    expect(headings).toHaveLength(2);
    for (const heading of headings) expect(heading).toMatch(/^a-name-that-goes-on-.*…$/u);
    expect(await faults(model)).toEqual([]);
  });

  it('finds an order for any number of services, stores and regions', async () => {
    const region = fc.constantFrom('us-central1', 'us-east4', 'europe-west1');
    const regions = fc.uniqueArray(region, { minLength: 1, maxLength: 3 });
    const [pool] = googleService.pools;
    const model = fc
      .record({ services: fc.array(regions, { maxLength: 4 }), stores: fc.array(regions, { maxLength: 5 }) })
      .map(({ services, stores }): Model => ({
        ...google,
        services: services.map((places, index) => ({
          ...googleService,
          name: `service-${String(index)}`,
          pools: places.map((place) => ({ ...pool!, region: place })),
        })),
        stores: stores.map((places, index) => ({
          ...googleDatabase,
          name: `store-${String(index)}`,
          members: equalMembers('gcp:storage/bucket:Bucket', 'any', places),
        })),
      }));
    await fc.assert(
      fc.asyncProperty(model, async (one) => {
        expect(await faults(one)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
