import { spawn } from 'node:child_process';

/**
 * Lets another program take this one's place: same streams, same signals, same end.
 *
 * @param {string} program
 * @param {string[]} args
 */
export function relay(program, args) {
  const child = spawn(program, args, { stdio: 'inherit' });
  // On a terminal both get Ctrl-C anyway; a second one would tell the engine to drop everything at once.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('error', (error) => {
    console.error(`${program} cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
