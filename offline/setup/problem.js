/** A step that could not be done, told so that a person knows what failed and what to do about it. */
export class SetupProblem extends Error {
  /**
   * @param {string} what what failed
   * @param {{ output?: string[], remedy: string }} details last lines of the tool's own output, and what to do
   */
  constructor(what, { output = [], remedy }) {
    super(what);
    this.output = output;
    this.remedy = remedy;
  }

  toString() {
    const quoted = this.output.length === 0 ? [] : ['  Its last lines:', ...this.output.map((line) => `    ${line}`)];
    return [this.message, ...quoted, `  What to do: ${this.remedy}`].join('\n');
  }
}
