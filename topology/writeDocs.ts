import { writeFileSync } from 'node:fs';
import { format } from 'prettier';

import { verdictPage } from './docs.ts';

// Writes docs/verdict.md. A test says when it is out of date.

const page = await format(verdictPage(), { parser: 'markdown', printWidth: 120 });
writeFileSync(new URL('../docs/verdict.md', import.meta.url), page);
