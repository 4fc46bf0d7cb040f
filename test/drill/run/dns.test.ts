import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildPlan } from '../../../drill/plan/build.ts';
import { Dns } from '../../../drill/run/dns.ts';
import type { LoadStream } from '../../../drill/run/load/messages.ts';
import { freePorts } from '../../../drill/run/processes/ports.ts';
import { failover, model, pool, primary, probe, service } from '../models.ts';

const signals = [{ ...probe(1, 1), kind: 'dns-check' as const, ttlSeconds: 4 }];
const plan = buildPlan(
  model(
    service({
      entry: { kind: 'dns', urn: 'urn', availability: 1 },
      pools: [pool(primary, { signals }), pool(failover, { signals })],
    }),
  ),
  // A probe of 1 s every 1 s becomes 100 ms, a lifetime of 4 s becomes 400 ms.
  { stack: 'test', rate: 100, scale: 10 },
);
const listeners = new Map([
  [primary, 1],
  [failover, 2],
]);

let server: Server;
let status = 200;
let dns: Dns;
let streams: readonly LoadStream[];

beforeEach(async () => {
  status = 200;
  const [port] = (await freePorts(1)) as [number];
  server = createServer((_, response) => response.writeHead(status).end()).listen(port, '127.0.0.1');
  dns = new Dns(plan, new Map([primary, failover].map((name) => [name, port])), listeners);
  streams = dns.streams;
  dns.start((moved) => (streams = moved));
});

afterEach(() => {
  dns.stop();
  server.close();
});

const shareOf = (port: number) => streams.find((stream) => stream.port === port)?.share;

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; waited < 100 && !condition(); waited++) await sleep(50);
}

test('clients start in their own regions, in proportion', () => {
  expect([shareOf(1), shareOf(2)]).toEqual([160, 40]);
});

test('with everything unhealthy, DNS answers as if all were well', async () => {
  status = 503;
  await sleep(1000);
  expect([shareOf(1), shareOf(2)]).toEqual([160, 40]);
});

test('clients leave an unhealthy region one by one as their answers expire, and come back', async () => {
  const [port] = (await freePorts(1)) as [number];
  const healthy = createServer((_, response) => response.writeHead(200).end()).listen(port, '127.0.0.1');
  dns.stop();
  const address = server.address();
  const sick = typeof address === 'object' && address ? address.port : 0;
  dns = new Dns(
    plan,
    new Map([
      [primary, sick],
      [failover, port],
    ]),
    listeners,
  );
  const seen: number[] = [];
  dns.start((moved) => {
    streams = moved;
    seen.push(shareOf(1) ?? 0);
  });
  status = 503;
  await until(() => shareOf(1) === 0);
  expect([shareOf(1), shareOf(2)]).toEqual([0, 200]);
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  status = 200;
  await until(() => shareOf(1) === 160);
  expect([shareOf(1), shareOf(2)]).toEqual([160, 40]);
  healthy.close();
});
