import { writeFileSync } from 'node:fs';
import { format } from 'prettier';

import { rulesPage } from './docs.ts';
import { rules } from './rules/index.ts';

// Writes docs/rules.md. A test says when it is out of date.

const page = await format(rulesPage(rules), { parser: 'markdown', printWidth: 120 });
writeFileSync(new URL('../docs/rules.md', import.meta.url), page);
