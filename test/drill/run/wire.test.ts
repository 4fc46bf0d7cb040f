import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePorts } from '../../../drill/run/processes/ports.ts';
import { Wire } from '../../../drill/run/store/wire.ts';

let echo: Server;
let wire: Wire;
const clients: Socket[] = [];

beforeEach(async () => {
  const [target, port] = (await freePorts(2)) as [number, number];
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  }).listen(target, '127.0.0.1');
  await once(echo, 'listening');
  wire = await Wire.open(port, target);
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  wire.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  const client = connect(wire.port, '127.0.0.1');
  client.on('error', () => {});
  clients.push(client);
  await once(client, 'connect');
  return client;
}

/** What comes back within a while; empty = nothing. */
async function answer(client: Socket, text: string, withinMs = 400): Promise<string> {
  let got = '';
  client.on('data', (chunk: Buffer) => (got += chunk.toString()));
  client.write(text);
  const begin = performance.now();
  while (got.length < text.length && performance.now() - begin < withinMs)
    await new Promise((done) => setTimeout(done, 5));
  return got;
}

test('passes on, and later when told so, never out of order', async () => {
  const client = await dial();
  expect(await answer(client, 'now')).toBe('now');
  wire.delayMs = 60;
  const begin = performance.now();
  expect(await answer(client, 'later')).toBe('later');
  expect(performance.now() - begin).toBeGreaterThan(115);
  let got = '';
  client.on('data', (chunk: Buffer) => (got += chunk.toString()));
  const words = Array.from({ length: 60 }, (_, index) => `${index} `);
  for (const [index, word] of words.entries()) {
    wire.delayMs = 30 - index / 2;
    client.write(word);
    await new Promise((done) => setTimeout(done, 1));
  }
  await new Promise((done) => setTimeout(done, 150));
  expect(got).toBe(words.join(''));
});

test('a hole swallows what is sent, and what was swallowed never comes, so its connections end with it', async () => {
  const client = await dial();
  wire.state = 'hole';
  expect(await answer(client, 'lost', 100)).toBe('');
  const late = await dial();
  expect(await answer(late, 'lost too', 100)).toBe('');
  const ended = once(client, 'close');
  wire.state = 'pass';
  await ended;
  expect(await answer(await dial(), 'again')).toBe('again');
});

test('a cut breaks connections and takes no new ones', async () => {
  const client = await dial();
  const ended = once(client, 'close');
  wire.state = 'cut';
  await ended;
  const refused = connect(wire.port, '127.0.0.1');
  refused.on('error', () => {});
  clients.push(refused);
  await once(refused, 'close');
  expect(refused.bytesRead).toBe(0);
});

test('a port that is in use is told', async () => {
  await expect(Wire.open(wire.port, 1)).rejects.toThrow(`Port ${wire.port} is in use`);
});
