import { ESLint } from 'eslint';
import { resolve } from 'node:path';
import ts from 'typescript';

// The type check and the linter on one reading of the sources: reading the clouds' types takes as long as checking ours.
// Prints what they find, and ends with code 1 when there is anything.

const checkout = resolve(import.meta.dirname, '..');

const format: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (file) => file,
  getCurrentDirectory: () => checkout,
  getNewLine: () => '\n',
};

/** The sources that tsconfig.json names, and what is wrong with it. */
function readSources(): { readonly program: ts.Program; readonly problems: readonly ts.Diagnostic[] } {
  const file = resolve(checkout, 'tsconfig.json');
  const { config, error } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  const whole = { incremental: false, tsBuildInfoFile: undefined };
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, checkout, whole, file);
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  return { program: ts.createProgram(fileNames, options, host), problems: [...(error ? [error] : []), ...errors] };
}

const { program, problems } = readSources();
const mistakes = [...problems, ...ts.getPreEmitDiagnostics(program)];

const linter = new ESLint({
  cwd: checkout,
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null, programs: [program] } } },
});
const linted = await linter.lintFiles('.');
const complaints = linted.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);

console.log(ts.formatDiagnostics(mistakes, format) + (await (await linter.loadFormatter()).format(complaints)));
process.exitCode = mistakes.length + complaints.length > 0 ? 1 : 0;
