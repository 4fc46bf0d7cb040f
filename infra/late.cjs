// The Pulumi SDK loads the TypeScript compiler and npm's tree reader whenever it starts. Only a program that turns a function
// into a resource asks them for anything, and then they come.

const { registerHooks } = require('node:module');
const { fileURLToPath } = require('node:url');

const late = new Set(['typescript', '@npmcli/arborist']);
const scheme = 'late:';

/** A module that loads the one in a file when it is first asked for something. */
const standIn = (file) => `
let loaded;
const real = () => (loaded ??= require(${JSON.stringify(file)}));
module.exports = new Proxy({}, {
  get: (_, key, self) => (key === '__esModule' ? true : key === 'default' ? self : real()[key]),
});
`;

// Before Node 22.15 there are no such hooks, and nothing comes late.
registerHooks?.({
  resolve(name, context, next) {
    const found = next(name, context);
    const isLate = late.has(name) && context.parentURL?.includes('/@pulumi/pulumi/');
    return isLate ? { url: `${scheme}${found.url}`, format: 'commonjs', shortCircuit: true } : found;
  },
  load(url, context, next) {
    if (!url.startsWith(scheme)) return next(url, context);
    return { format: 'commonjs', source: standIn(fileURLToPath(url.slice(scheme.length))), shortCircuit: true };
  },
});
