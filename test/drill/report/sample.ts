import type { DrillReport, FaultResult, Point, RegionPoint } from '../../../drill/report/report.ts';

// A report of the shape that a drill of 6 August 2025 has: seven bursts in the primary region, one of them too short to
// notice, seen by probes of 5 s. Every figure is made up, and no two of the headline figures are equal.

const PRIMARY = 'us-central1';
const FAILOVER = 'us-east4';
const BUCKET = 60;
const SECONDS = 6600;
const BURSTS = [300, 1800, 2700, 3300, 4200, 5100, 5700] as const;
const BURST_SECONDS = 420;

const law = { best: 5, expected: 7.5, worst: 10 };

const burst = (at: number, index: number): FaultResult => ({
  at,
  until: at + BURST_SECONDS,
  startedAt: at + 0.25,
  endedAt: at + BURST_SECONDS + 0.5,
  kind: index === 1 ? 'overload' : 'error',
  target: 'primary',
  regions: [PRIMARY],
  shedPredicted: law,
  shedPredictedCloud: { best: 5.5, expected: 8.25, worst: 11 },
  shedMeasured: 5.6 + index * 0.5,
  returnPredicted: { best: 5, expected: 7.5, worst: 190 },
  returnMeasured: index === 3 ? null : 6.1 + index * 9,
  refused: {
    predicted: { seconds: 0, requests: 0 },
    predictedVerdict: { seconds: 12.5, requests: 310 + index },
    measured: { seconds: index === 1 ? 3.2 : 0, requests: index === 1 ? 37 : 0 },
  },
  failed: index === 1 ? 2 : 0,
  requests: 2_100 + index,
  ...(index === 3 ? { note: 'the next burst began before traffic was back' } : {}),
});

const times = Array.from({ length: SECONDS / BUCKET }, (_, index) => index * BUCKET);

const burstAt = (t: number): number | undefined => BURSTS.find((at) => t >= at && t < at + BURST_SECONDS);
const wave = (t: number): number => Math.sin(t / 170) / 2 + Math.sin(t / 61) / 2;
const curve = (of: (t: number) => number): Point[] => times.map((t) => ({ t, value: of(t) }));
const regional = (of: (t: number, region: string) => number): RegionPoint[] =>
  times.flatMap((t) => [PRIMARY, FAILOVER].map((region) => ({ t, region, value: of(t, region) })));

const primaryShare = (t: number): number =>
  burstAt(t) === undefined ? 0.8 + wave(t) * 0.01 : burstAt(t) === t ? 0.12 : 0;

/** The report of a drill that met everything. */
export const sample: DrillReport = {
  version: 1,
  stack: 'production',
  profile: 'gcp',
  incident: {
    name: '2025-08-06',
    title: 'Network bursts in the primary region, 6 August 2025',
    published: 'the spans 02:30 to 04:11 UTC, the 429s at 02:55, the second switch at 03:50.',
    chosen: 'the starts of the other bursts and their length of 7 minutes.',
    clock: '02:25 UTC',
    seconds: SECONDS,
  },
  scale: 60,
  rate: 300,
  startedAt: '2026-11-24T15:40:00.000Z',
  wallSeconds: 114.2,
  bucketSeconds: BUCKET,
  topology: {
    service: 'web',
    cloud: 'gcp',
    entry: 'Global load balancer',
    peakRps: 500,
    regions: [
      {
        name: PRIMARY,
        role: 'primary',
        compute: 'cloud-run',
        minInstances: 10,
        maxInstances: 20,
        instanceRps: 50,
        steadyShare: 0.8,
      },
      {
        name: FAILOVER,
        role: 'failover',
        compute: 'cloud-run',
        minInstances: 10,
        maxInstances: 20,
        instanceRps: 50,
        steadyShare: 0.2,
      },
    ],
    store: {
      name: 'web-db',
      primaryRegion: PRIMARY,
      replicaRegion: FAILOVER,
      replication: 'async',
      promotionSeconds: 420,
    },
    signals: ['readiness probe, out after 2 × 5 s', 'outlier detection, 5 errors, out 3 min'],
    retry: '2 retries in the other region.',
  },
  requests: { total: 33_041, failed: 2, ratio: 2 / 33_041, retried: 412, limited: 37 },
  latency: { p50Ms: 11.4, p99Ms: 48.7 },
  faults: BURSTS.map(burst),
  writes: { acknowledged: 2975, lost: 0, refusedSeconds: 14.5, lostSeconds: 0, promotions: 0, splitBrain: false },
  share: times.flatMap((t) => [
    { t, region: PRIMARY, ratio: primaryShare(t) },
    { t, region: FAILOVER, ratio: 1 - primaryShare(t) },
  ]),
  series: {
    requests: curve(() => 300),
    errors: curve((t) => (t === 1800 ? 2 : 0)),
    limited: regional((t, region) => (region === FAILOVER && t === 1800 ? 37 : 0)),
    instances: regional((t, region) => (region === FAILOVER && burstAt(t) !== undefined && burstAt(t) !== t ? 14 : 10)),
    replicaLag: curve((t) => 0.1 + Math.abs(wave(t)) * 0.3),
    p50Ms: curve((t) => 11 + wave(t)),
    p99Ms: curve((t) => (burstAt(t) === t ? 510 : 30 + wave(t) * 8)),
    writes: curve((t) => (burstAt(t) === t ? 21 : 27)),
    refused: curve((t) => (burstAt(t) === t ? 6 : 0)),
  },
  moments: [
    { t: 1860, what: 'failover region scales out from 10 to 14 instances' },
    { t: 6120, what: 'traffic back in the primary for good' },
  ],
  objectives: [
    { name: 'shed', unit: 'seconds', better: 'lower', declared: 15, predicted: 10, measured: 8.6, met: true },
    { name: 'return', unit: 'seconds', better: 'lower', declared: 300, predicted: 190, measured: 60.1, met: true },
    { name: 'live share', unit: 'ratio', better: 'higher', declared: 0.05, predicted: 0.2, measured: 0.19, met: true },
    { name: 'headroom', unit: 'ratio', better: 'higher', declared: 1, predicted: 1.25, measured: null, met: null },
    {
      name: 'failed requests',
      unit: 'ratio',
      better: 'lower',
      declared: 0.0001,
      predicted: 0,
      measured: 2 / 33_041,
      met: true,
    },
    { name: 'writes lost', unit: 'count', better: 'lower', declared: 0, predicted: 0, measured: 0, met: true },
  ],
  readable: { detection: true, latency: false, database: false },
  valid: true,
  ok: true,
  notes: ['headroom is not judged: the incident never asks one region for the whole peak.'],
};

/** The same drill with one region less to go to: a third of everything fails, and an objective with it. */
export const worse: DrillReport = {
  ...sample,
  stack: 'one-region',
  requests: { total: 33_000, failed: 12_100, ratio: 12_100 / 33_000, retried: 0, limited: 900 },
  faults: sample.faults.map((fault) => ({ ...fault, shedMeasured: null, returnMeasured: null, failed: 1700 })),
  writes: null,
  objectives: sample.objectives.map((one) => (one.name === 'shed' ? { ...one, measured: null, met: false } : one)),
  ok: false,
};
