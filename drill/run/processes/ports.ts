import { createServer } from 'node:net';
import { DrillError } from '../../errors.ts';

// Below the range from which systems hand out ports for outgoing connections, or a client could take one of ours.
const lowest = 18_000;
const highest = 32_000;
const attempts = 200;

/**
 * Free loopback ports, all different.
 * @throws DrillError when none can be found.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let attempt = 0; attempt < attempts && found.size < count; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  if (found.size === count) return [...found];
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
