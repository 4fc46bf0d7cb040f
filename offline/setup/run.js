import { spawn } from 'node:child_process';
import { SetupProblem } from './problem.js';
import { seconds, startHeartbeat } from './progress.js';

const keptLines = 15;

/**
 * Runs a tool to its end, with a heartbeat while it works.
 *
 * @param {{ title: string, command: string, args: string[], cwd?: string, env?: Record<string, string>,
 *           remedy: string, signal?: AbortSignal }} task
 * @returns {Promise<string>} what the tool wrote to its standard output
 * @throws {SetupProblem} when the tool is missing or fails, with its last lines
 */
export function runTool({ title, command, args, cwd, env, remedy, signal }) {
  const shown = `${command} ${args.slice(0, 2).join(' ')}`;
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const stopHeartbeat = startHeartbeat(title);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    const endChild = () => child.kill();
    process.once('exit', endChild);
    let stdout = '';
    /** @type {string[]} */
    let tail = [];
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      const lines = String(chunk)
        .split(/[\r\n]+/)
        .filter((line) => line.trim() !== '');
      tail = [...tail, ...lines].slice(-keptLines);
    };
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      stopHeartbeat();
      const why = 'code' in error && error.code === 'ENOENT' ? 'was not found' : `could not be run: ${error.message}`;
      reject(new SetupProblem(`${title}: \`${command}\` ${why}.`, { remedy }));
    });
    child.once('close', (code, killedBy) => {
      process.off('exit', endChild);
      stopHeartbeat();
      if (code === 0) return resolve(stdout);
      const end = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
      const after = seconds(Date.now() - started);
      reject(new SetupProblem(`${title}: \`${shown}\` ${end} after ${after}.`, { output: tail, remedy }));
    });
  });
}
