import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { parseDocument } from 'yaml';
import { configReference, projectConfig } from './reference.ts';

// `node topology/shape/writeReference.ts`, after a change to the schema: writes docs/config.md, and in Pulumi.yaml the
// `config:` block and nothing else.

const file = (path: string): URL => new URL(`../../${path}`, import.meta.url);

writeFileSync(file('docs/config.md'), await format(configReference(), { parser: 'markdown', printWidth: 120 }));

const project = parseDocument(readFileSync(file('Pulumi.yaml'), 'utf8'));
project.set('config', projectConfig());
writeFileSync(file('Pulumi.yaml'), project.toString({ lineWidth: 0 }));
