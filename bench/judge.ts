import { readFileSync } from 'node:fs';

import { runRules } from '../policy/frame/run.ts';
import { rules } from '../policy/rules/index.ts';
import { readGraph } from '../topology/graph/read.ts';

// Runs every rule of the pack over a kept plan: node bench/judge.ts FILE. What the rules cost without an engine around them.

const [file = ''] = process.argv.slice(2);
const graph = readGraph(readFileSync(file, 'utf8'), file);
const started = performance.now();
const { broken } = runRules(graph, rules, { today: new Date().toISOString().slice(0, 10) });
const milliseconds = Math.round(performance.now() - started);
console.log(`${rules.length} rules, ${graph.all.length} resources, ${broken.length} breaches, ${milliseconds} ms`);
