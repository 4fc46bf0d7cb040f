import type { Model } from '../../topology/model/model.ts';
import { type DrillOptions, type DrillReport, type Incident, runDrill } from '../index.ts';

/** Times that a drill is played when this machine disturbs it, as its own report says. */
const attempts = 3;

export interface Play {
  readonly title: string;
  readonly model: Model;
  readonly incident: Incident;
  readonly options?: Partial<DrillOptions>;
}

/** Plays one drill and says on the error output how it went. A run that calls itself invalid is played again. */
export async function play({ title, model, incident, options = {} }: Play): Promise<DrillReport> {
  for (let attempt = 1; ; attempt++) {
    const report = await runDrill({ stack: title, model, incident, ...options });
    const { total, failed } = report.requests;
    const verdict = report.valid ? (report.ok ? 'ok' : 'missed') : 'invalid';
    console.error(
      `${title}, ${incident.name}: ${verdict}, ${failed} of ${total} failed, ${report.wallSeconds.toFixed(0)} s`,
    );
    if (report.valid || attempt === attempts) return report;
  }
}
