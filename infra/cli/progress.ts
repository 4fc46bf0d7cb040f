// A line that is kept up to date on a terminal; a line now and then elsewhere, so that a log shows signs of life.

const terminalMs = 250;
const logMs = 15_000;

/**
 * Shows on stderr that something is at work.
 *
 * @param describe what to show, asked anew each time
 * @returns a function that ends it
 */
export function showProgress(describe: (elapsedSeconds: number) => string): () => void {
  const started = Date.now();
  const text = (): string => describe(Math.round((Date.now() - started) / 1000));
  if (!process.stderr.isTTY) {
    const timer = setInterval(() => process.stderr.write(`… ${text()}\n`), logMs);
    return () => clearInterval(timer);
  }
  const clear = '\r\u001b[2K';
  const timer = setInterval(() => process.stderr.write(`${clear}${text()}`), terminalMs);
  return () => {
    clearInterval(timer);
    process.stderr.write(clear);
  };
}
