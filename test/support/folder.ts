import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** Removes the folders that the tests of a file made. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A new, empty folder that is removed after the tests of the file. The name is for people who look at it meanwhile. */
export function temporaryFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `tandem-${name}-`)));
  folders.push(folder);
  return folder;
}

/** Resources on the offline cloud that a folder holds, whatever a state says. None when there is no such folder. */
export function resourcesIn(cloud: string): number {
  if (!existsSync(cloud)) return 0;
  return readdirSync(cloud, { recursive: true }).filter((file) => String(file).endsWith('.json')).length;
}
