// Entry point of the Pulumi program. It is JavaScript so that a Node which cannot run TypeScript by itself is told so in
// one line instead of failing on the first type.

import { RunError } from '@pulumi/pulumi';
import './lean.js';

const oldest = [22, 18];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  throw new RunError(
    `This program needs Node ${oldest.join('.')} or later and runs on ${process.versions.node}. ` +
      'Run `npm install`, then put the checkout\'s own Node first: export PATH="$PWD/node_modules/.bin:$PATH"',
  );
}

const { default: program } = await import('./program.ts');

export default program;
