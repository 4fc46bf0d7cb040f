import { checkIncident } from '../../drill/incident/read.ts';
import type { Incident } from '../../drill/incident/schema.ts';
import { type DrillOptions, type DrillReport, runDrill } from '../../drill/index.ts';

// Drills that are short enough for the test suite. They run on a machine that is busy with other tests, so time is
// compressed less than it could be.

export const scale = 20;
export const rate = 150;

/** An incident of these faults, with enough calm around them. */
export function incident(faults: readonly object[], duration: string, more: object = {}): Incident {
  const texts = { title: 'A test', published: 'nothing', chosen: 'all' };
  return checkIncident({ ...texts, duration, load: 0.7, faults, ...more }, 'test');
}

/** Times that a drill is tried when the machine disturbs it, as its own report says. */
const attempts = 3;

/** Runs a drill; one that calls itself invalid says nothing about the code and is played again. */
export async function validDrill(options: Omit<DrillOptions, 'stack'>): Promise<DrillReport> {
  for (let attempt = 1; ; attempt++) {
    const report = await runDrill({ stack: 'test', rate, scale, ...options });
    if (report.valid || attempt === attempts) return report;
  }
}
