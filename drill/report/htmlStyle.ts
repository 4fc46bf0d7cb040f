import { FONT } from './chart.ts';

// Colours are those of Okabe and Ito, darkened or lightened where the ground asks for contrast. Nothing is told by colour
// alone: verdicts are written, regions differ by dash, faults carry numbers.

const LIGHT = `
  --ink: #1a1d21; --quiet: #545b64; --ground: #ffffff; --raised: #f6f7f9; --edge: #d5d9de; --grid: #e4e7eb;
  --band: rgb(84 91 100 / 13%); --band-edge: #6b7280; --range: #cfe5f2;
  --primary: #0072b2; --failover: #b36b00; --bad: #c24700; --lag: #a6437f; --good: #00735c;`;

const DARK = `
  --ink: #eceef1; --quiet: #aab1bb; --ground: #12151a; --raised: #1c2127; --edge: #363d46; --grid: #2a3038;
  --band: rgb(170 177 187 / 18%); --band-edge: #9aa2ad; --range: #1f4560;
  --primary: #56b4e9; --failover: #e69f00; --bad: #ff9a5c; --lag: #e59cc4; --good: #4cc7a5;`;

/** The page's style sheet, for screen in light and dark, for narrow screens, and for paper (always light). */
export const PAGE_STYLE = `
:root { color-scheme: light dark;${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root {${DARK} } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 ${FONT}; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.2rem 0 0.4rem; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 0.6rem; }
p, li { max-width: 46rem; }
.quiet, figcaption, caption { color: var(--quiet); }
.verdict { border: 1px solid var(--edge); border-left: 0.5rem solid var(--quiet); background: var(--raised);
  border-radius: 0.5rem; padding: 0.9rem 1.2rem; margin: 1.2rem 0; }
.verdict.passed { border-left-color: var(--good); }
.verdict.failed, .verdict.invalid { border-left-color: var(--bad); }
.verdict p { margin: 0.35rem 0; }
.verdict .word { font-weight: 700; font-size: 1.15rem; }
.passed .word, .met { color: var(--good); }
.failed .word, .invalid .word, .missed { color: var(--bad); }
.met, .missed { font-weight: 600; white-space: nowrap; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.7rem; margin: 1.2rem 0; padding: 0; }
.figures div { border: 1px solid var(--edge); border-radius: 0.5rem; padding: 0.6rem 0.8rem; }
.figures dt { color: var(--quiet); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
[data-figure] { white-space: nowrap; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; width: 100%; margin: 0.4rem 0 0.8rem; }
caption { text-align: left; padding-bottom: 0.4rem; font-size: 0.9rem; }
th, td { text-align: left; padding: 0.35rem 0.8rem 0.35rem 0; border-bottom: 1px solid var(--edge); vertical-align: top; }
thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; }
figure { margin: 0.6rem 0 1rem; }
figure svg { display: block; width: 100%; min-width: 44rem; height: auto; }
td .quiet { display: block; white-space: nowrap; }
.remarks { font-size: 0.9rem; padding-left: 1.2rem; }
figcaption { font-size: 0.9rem; margin-top: 0.4rem; }
summary { cursor: pointer; font-size: 0.9rem; }
@media print {
  @page { margin: 14mm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  figure, .verdict, .figures, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  figure svg { min-width: 0; }
  details { display: none; }
  .scroll { overflow: visible; }
  * { print-color-adjust: exact; }
}
`;
