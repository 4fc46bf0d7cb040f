import type { Diagram } from './diagram.ts';

/** The diagram in sentences, for people who hear it read out. Card by card, in the order in which the picture is drawn. */
export function describe({ groups, between, arrows }: Diagram): string {
  const places = new Map(groups.flatMap(({ heading, cards }) => cards.map(({ id }) => [id, heading] as const)));
  const regions = groups.map(({ heading, subheading, cards }) => {
    const parts = cards.map((card) => `${card.heading}: ${card.lines.map(({ text }) => text).join(', ')}`);
    return `Region ${heading} (${subheading}). ${parts.join('. ')}.`;
  });
  const links = between.map(({ id, kind, heading, lines }) => {
    const ends = arrows.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
    const reached = ends.map((end) => places.get(end) ?? end).join(' and ');
    const what = lines.map(({ text }) => text).join(', ');
    return kind === 'entry'
      ? `Clients reach ${reached} through the ${heading}: ${what}.`
      : `Between ${reached}, ${heading}: ${what}.`;
  });
  return [...links, ...regions].join(' ');
}
