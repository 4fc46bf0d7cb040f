import { barLine, barsOf, serviceGrowth } from './bars.ts';
import { decimal, seconds } from './figures.ts';
import type { Machine, Results } from './results.ts';
import { previewTable, serviceTable, startTable } from './tables.ts';

/** The whole of a run in Markdown; its last lines are the bars. */
export function report(results: Results): string {
  return `${[
    '# Bench',
    `Written by \`npm run bench\` on ${results.day}: ${machineLine(results.machine)}. Each figure is the median of ${results.runs} runs, in turns.`,
    '## Production beside its floor and the usual way',
    previewTable(results),
    previewNotes,
    '## Growth',
    serviceTable(results),
    growthNote(results),
    '## Pack, verdict and rules by themselves',
    startTable(results),
    '## Bars',
    barsOf(results)
      .map((bar) => `- ${barLine(bar)}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

const machineLine = ({ cores, memoryGib, node, engine, sdk }: Machine): string =>
  `${cores} cores, ${memoryGib} GiB, Node ${node}, Pulumi ${engine}, @pulumi/pulumi ${sdk}`;

const previewNotes = `Whole processes, first previews on the offline cloud. _Time_ is by the clock, _CPU_ the computing time of the engine and
everything that it starts; memory is the peak of the one process. _Others_ are the cores that the rest of the machine kept
busy meanwhile: the further from 0, the less the time says, and the more CPU is to be believed.

- **The raw floor**: the cloud resources of production's own plan with literal inputs, in plain JavaScript; no components, no
  links to wait for, no policies. It has the same engine and compile cache of Node as production.
- **The usual way**: the same literal resources in TypeScript as Pulumi's templates set it up (CommonJS, \`@pulumi/gcp\` from
  its root, type-checked by ts-node at every start, no compile cache), with a TypeScript pack of as many rules as ours, each of
  which asks next to nothing. Production's own modules cannot go through ts-node as they are, so this is kinder than the truth:
  a program with components would have more to check.
- Production's program and pack limit Node's memory for young values, drop the SDK's hook for stack traces and load late what
  the SDK seldom needs (docs/decisions/lean-start.md); the floor and the empty pack that starts by itself are what Node and
  Pulumi do by default.`;

function growthNote(results: Results): string {
  const [wall, cpu] = serviceGrowth(results);
  return `Production with 1, 5, 20 and 50 services behind its entry, with its policies. One more service costs ${seconds(wall.earlySeconds)} from 5 to
20 and ${seconds(wall.lateSeconds)} from 20 to 50, which is ${decimal(wall.bend)} apart (CPU: ${seconds(cpu.earlySeconds)} and ${seconds(cpu.lateSeconds)}, ${decimal(cpu.bend)}); 1.00 is a straight line.`;
}
