// Colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart. Nothing is said by colour
// alone: roles are written, replication differs by dash, weaknesses carry a sign.

/** Font sizes and line height in pixels. */
export const TYPE = { heading: 14, line: 12, leading: 18 } as const;

/** Air between a box and its text, in pixels. */
export const PAD = 12;

/** Class of the outermost element; all rules hang below it, so that a page can hold the picture. */
export const ROOT_CLASS = 'tandem-picture';

const LIGHT = `
  --ink: #1a1d21; --quiet: #545b64; --line: #6b7280; --card: #ffffff; --ground: #ffffff; --weak: #a33c00;
  --primary: #0072b2; --primary-ground: #eef6fb; --failover: #b36b00; --failover-ground: #fdf5e6;
  --none: #545b64; --none-ground: #f3f4f6;`;

const DARK = `
  --ink: #eceef1; --quiet: #aab1bb; --line: #9aa2ad; --card: #1c2127; --ground: #12151a; --weak: #ffab70;
  --primary: #56b4e9; --primary-ground: #14222c; --failover: #e69f00; --failover-ground: #2a2214;
  --none: #aab1bb; --none-ground: #20252c;`;

/** Style sheet of the picture: follows the reader's light or dark setting on screen, always light on paper. */
export const STYLE = `
.${ROOT_CLASS} {${LIGHT}
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
@media screen and (prefers-color-scheme: dark) { .${ROOT_CLASS} {${DARK} } }
.${ROOT_CLASS} text { fill: var(--ink); font-size: ${String(TYPE.line)}px; }
.${ROOT_CLASS} .ground { fill: var(--ground); }
.${ROOT_CLASS} .heading { font-size: ${String(TYPE.heading)}px; font-weight: 650; }
.${ROOT_CLASS} .quiet { fill: var(--quiet); }
.${ROOT_CLASS} .weak { fill: var(--weak); font-weight: 600; }
.${ROOT_CLASS} .card rect { fill: var(--card); stroke: var(--line); }
.${ROOT_CLASS} .card.replication rect { stroke-dasharray: 2 3; }
.${ROOT_CLASS} .region rect { stroke-width: 2; }
.${ROOT_CLASS} .region.primary rect { fill: var(--primary-ground); stroke: var(--primary); }
.${ROOT_CLASS} .region.failover rect { fill: var(--failover-ground); stroke: var(--failover); }
.${ROOT_CLASS} .region.none rect { fill: var(--none-ground); stroke: var(--none); }
.${ROOT_CLASS} .region.primary .heading { fill: var(--primary); }
.${ROOT_CLASS} .region.failover .heading { fill: var(--failover); }
.${ROOT_CLASS} .arrow path { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.${ROOT_CLASS} .arrow.async path { stroke-dasharray: 6 4; }
.${ROOT_CLASS} .arrow.none path { stroke-dasharray: 1 4; }
.${ROOT_CLASS} .head { fill: var(--ink); }
`;
