import { createServer } from 'node:net';
import { DrillError } from '../../errors.ts';

// Below the range from which systems hand out ports for outgoing connections, or a client could take one of ours.
const lowest = 18_000;
const highest = 32_000;
const attempts = 200;

/** Given away already: who got a port may not listen on it yet. */
const given = new Set<number>();

/**
 * Free loopback ports, all different, and different from those of every earlier call.
 * @throws DrillError when none can be found.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let attempt = 0; attempt < attempts && found.length < count; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) found.push(port);
  }
  if (found.length === count) return found;
  throw new DrillError(
    `No ${count} free ports on 127.0.0.1 between ${lowest} and ${highest}. Other programs hold them: end some of them.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
