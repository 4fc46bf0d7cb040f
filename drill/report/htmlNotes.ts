import { duration } from '../../topology/picture/units.ts';
import { html, type Markup } from './htmlParts.ts';
import type { DrillReport, ProfileName } from './report.ts';

const PROFILES: Readonly<Record<ProfileName, string>> = {
  gcp: 'only what the declared Google Cloud entry can do; a 429 is neither retried nor ejected there',
  aws: 'only what the declared AWS entry can do',
  'envoy-best': 'all that the proxy can do, more than any of the two clouds offers; a comparison, not a promise',
};

function readability({ readable, scale }: DrillReport): string {
  const kinds = [
    { name: 'detection', may: readable.detection },
    { name: 'latency', may: readable.latency },
    { name: 'database', may: readable.database },
  ];
  const list = (may: boolean): string => kinds.flatMap((kind) => (kind.may === may ? [kind.name] : [])).join(' and ');
  if (kinds.every(({ may }) => may)) return `All figures may be read at scale ${String(scale)}.`;
  const good = list(true);
  const kept = good ? `Figures of ${good} mean what they say; those` : 'Figures';
  return `${kept} of ${list(false)} are shaped by this machine, which does not run faster with the clock.`;
}

/** How the drill was made, and which of its figures may be read. */
export function notesList(report: DrillReport): Markup {
  const { scale, rate, topology, incident, wallSeconds, startedAt, profile, valid, notes } = report;
  const load =
    topology.peakRps === null
      ? `${String(rate)} requests per second.`
      : `${String(rate)} requests per second stand for the declared peak of ${String(topology.peakRps)}.`;
  const items = [
    `Time ran ${String(scale)} times as fast: ${duration(incident.seconds)} took ${duration(wallSeconds)}, set-up included.`,
    readability(report),
    `Load: ${load}`,
    `Profile ${profile}: ${PROFILES[profile]}.`,
    `Entry: ${topology.entry}. ${topology.signals.length > 0 ? `Notices a bad region by ${topology.signals.join('; ')}.` : 'Nothing notices a bad region.'} ${topology.retry ?? 'No retries.'}`,
    valid
      ? 'The run is valid: nothing was ejected before the first fault, and this machine kept up with the incident.'
      : 'The run is not valid.',
    ...notes,
    ...(incident.published ? [`Published: ${incident.published}`] : []),
    ...(incident.chosen ? [`Chosen by the incident file: ${incident.chosen}`] : []),
    `Run at ${startedAt}.`,
  ];
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li> `)}
  </ul>`;
}
