import { runProject } from './vitest.ts';

// The drills, in a process of their own: test/run.ts starts it, and is sent the count.

const tally = await runProject('drills', process.argv.slice(2));
process.send?.(tally);
process.disconnect();
