import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../kit/refusal.ts';
import type { CloudResource } from './resource.ts';

/** Keeps the resources of one package in a folder, one JSON file each, readable and editable by hand. */
export class Store {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Everything in the folder. A file that is no resource is an error that names it. */
  load(): CloudResource[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => readResource(path.join(this.folder, file)));
  }

  /** Written beside and renamed, so that a process that is killed leaves the old file or the new one. */
  save(resource: CloudResource): void {
    const file = this.fileOf(resource);
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(resource, null, 1)}\n`);
      renameSync(`${file}.new`, file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Refusal(`the folder of the offline cloud (TANDEM_OFFLINE_CLOUD) cannot be written: ${reason}`);
    }
  }

  discard(resource: CloudResource): void {
    rmSync(this.fileOf(resource), { force: true });
  }

  private fileOf({ type, id, scope }: CloudResource): string {
    const kind = type.split(':').at(-1) ?? type;
    const readable = `${kind}.${id.split('/').at(-1) ?? id}`.replace(/[^\w.-]+/g, '_').slice(0, 120);
    const unique = createHash('sha256').update(`${type} ${scope} ${id}`).digest('hex').slice(0, 8);
    return path.join(this.folder, `${readable}.${unique}.json`);
  }
}

function readResource(file: string): CloudResource {
  const text = readFileSync(file, 'utf8');
  try {
    const resource = JSON.parse(text) as Partial<CloudResource>;
    if (resource.type && resource.id && resource.state && resource.aliases && resource.scope !== undefined)
      return resource as CloudResource;
  } catch {
    // Falls through to the same message: not JSON, or not this JSON.
  }
  throw new Refusal(
    `${file} is not a resource of the offline cloud: delete the file, or the whole folder to start over`,
  );
}
