// One line when a step starts, one while it takes long, one when it is done. All on stderr: stdout belongs to whoever
// called the set-up.

const heartbeatMs = 10_000;
let quiet = false;

/** Keeps the progress lines to those of steps that fail. */
export function beQuiet() {
  quiet = true;
}

/** @param {string} line */
export function say(line) {
  if (!quiet) process.stderr.write(`${line}\n`);
}

/** @param {number} ms */
export const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/**
 * Says every ten seconds that a step is still at work. A step that takes long says so even when the set-up is quiet.
 *
 * @param {string} title
 * @returns {() => void} ends the heartbeat
 */
export function startHeartbeat(title) {
  const started = Date.now();
  const timer = setInterval(
    () => process.stderr.write(`  … ${title}: still working, ${seconds(Date.now() - started)}\n`),
    heartbeatMs,
  );
  return () => clearInterval(timer);
}
