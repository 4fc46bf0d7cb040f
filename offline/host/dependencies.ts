import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages a folder's package.json names, with the range asked for. Empty when there is no package.json. */
export function declaredDependencies(folder: string): Record<string, string> {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    };
    return { ...manifest.devDependencies, ...manifest.dependencies };
  } catch {
    return {};
  }
}

/** Runs `npm install` in a folder, handing on what it prints. Rejects with npm's exit code when it fails. */
export function installDependencies(folder: string, onOutput: (chunk: Buffer) => void): Promise<void> {
  const npm = spawn('npm', ['install'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  npm.stdout.on('data', onOutput);
  npm.stderr.on('data', onOutput);
  return new Promise((resolve, reject) => {
    npm.once('error', reject);
    npm.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm install in ${folder} ended with exit code ${code}`)),
    );
  });
}
