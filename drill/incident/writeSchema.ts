// Writes schema.json, which editors read: node drill/incident/writeSchema.ts

import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { incidentJsonSchema } from './schema.ts';

/** Text of the committed file. */
export async function schemaText(): Promise<string> {
  return format(JSON.stringify(incidentJsonSchema()), { parser: 'json', printWidth: 120 });
}

if (import.meta.main) writeFileSync(new URL('./schema.json', import.meta.url), await schemaText());
