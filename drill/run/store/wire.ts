import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Wiring } from '../../incident/world.ts';
import { DrillError } from '../../errors.ts';

/** `hole`: bytes vanish and nothing answers. `cut`: connections are refused or broken. */
type WireState = Wiring['state'];

/** A wire between two programs on this machine that can be made slow, holed or cut. */
export class Wire {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #targetPort: number;
  #delayMs: number;
  #state: WireState = 'pass';

  private constructor(port: number, targetPort: number, delayMs: number) {
    this.port = port;
    this.#targetPort = targetPort;
    this.#delayMs = delayMs;
    this.#server = createServer((near) => this.#accept(near));
    // The drill's processes are what it waits for; a wire alone keeps nothing alive.
    this.#server.unref();
  }

  /** Listens on `port` and passes on to `targetPort`, each way `delayMs` later. */
  static async open(port: number, targetPort: number, delayMs = 0): Promise<Wire> {
    const wire = new Wire(port, targetPort, delayMs);
    await new Promise<void>((resolve, reject) => {
      wire.#server.once('error', (error) => reject(new DrillError(`Port ${port} is in use: ${error.message}`)));
      wire.#server.listen(port, '127.0.0.1', resolve);
    });
    return wire;
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  set delayMs(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** Connections of an earlier state do not survive a change: what was swallowed cannot be sent again. */
  set state(state: WireState) {
    if (state === this.#state) return;
    const kept = state === 'hole';
    this.#state = state;
    if (!kept) this.#breakAll();
  }

  close(): void {
    this.#server.close();
    this.#breakAll();
  }

  #breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(near: Socket): void {
    this.#track(near);
    if (this.#state === 'cut') return void near.destroy();
    if (this.#state === 'hole') return void near.resume();
    const far = connect(this.#targetPort, '127.0.0.1');
    this.#track(far);
    this.#carry(near, far);
    this.#carry(far, near);
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** What is still on the way when its sender dies is lost, like everything else that it had not handed over. */
  #carry(from: Socket, to: Socket): void {
    const onTheWay: { readonly dueMs: number; readonly chunk: Buffer }[] = [];
    let timer: NodeJS.Timeout | undefined;
    const deliver = (): void => {
      timer = undefined;
      while (onTheWay[0] && onTheWay[0].dueMs <= performance.now()) {
        const { chunk } = onTheWay.shift()!;
        if (this.#state === 'pass' && !to.destroyed) to.write(chunk);
      }
      const next = onTheWay[0];
      if (next) timer = setTimeout(deliver, Math.max(next.dueMs - performance.now(), 1));
    };
    from.on('data', (chunk: Buffer) => {
      onTheWay.push({ dueMs: performance.now() + this.#delayMs, chunk });
      if (!timer) deliver();
    });
    from.on('close', () => {
      clearTimeout(timer);
      to.destroy();
    });
  }
}
