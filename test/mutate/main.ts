import { breakages, harmless } from './list.ts';
import { firstPreview, plansOf } from './plans.ts';
import { refusalsOf, runMutations } from './run.ts';
import { breakageLines, harmlessLines, summary } from './table.ts';

// `npm run mutate`: breaks plans in one place at a time, the shipped ones and others, and shows which rule refuses it, and
// that harmless variations pass. Writes no file. Ends with code 1 unless every breakage is refused and no harmless variation is.

const today = new Date().toISOString().slice(0, 10);
const plans = await plansOf(firstPreview);
for (const plan of plans.values()) {
  const refused = (await refusalsOf(plan, today)).length;
  console.log(`${plan.name}: ${plan.resources.length} resources, ${refused} refusals as it is`);
}
const broken = await runMutations(breakages(), plans, today);
const varied = await runMutations(harmless(), plans, today);
console.log(['', ...breakageLines(broken), '', ...harmlessLines(varied), '', ...summary(broken, varied)].join('\n'));
const failed =
  broken.some(({ problem }) => problem !== undefined) || varied.some(({ refusals }) => refusals.length > 0);
process.exitCode = failed ? 1 : 0;
