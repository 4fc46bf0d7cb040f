// As infra/index.js: lean first, then the program.

import '../../infra/lean.js';

const { default: program } = await import('./program.ts');

export default program;
