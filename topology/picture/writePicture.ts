import { readFileSync, writeFileSync } from 'node:fs';
import { readGraph } from '../graph/read.ts';
import { recognise } from '../recognise/recognise.ts';
import { drawTopology } from './draw.ts';

// Draws the README's picture from a kept plan: node topology/picture/writePicture.ts PLAN PICTURE

const [plan, picture] = process.argv.slice(2);
if (plan === undefined || picture === undefined) {
  process.stderr.write('Usage: node topology/picture/writePicture.ts PLAN PICTURE\n');
  process.exitCode = 2;
} else {
  const graph = readGraph(readFileSync(plan, 'utf8'), plan);
  writeFileSync(picture, await drawTopology(recognise(graph), { title: `The topology of stack ${graph.stack}` }));
}
