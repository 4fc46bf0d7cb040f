import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = new URL('../incidents/', import.meta.url);

/** Path of an incident that comes with the package, for instance `2025-08-06`. */
export function shippedIncident(name: string): string {
  return fileURLToPath(new URL(`${name}.yaml`, folder));
}

/** Names of all of them, in order. */
export function shippedIncidents(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}
