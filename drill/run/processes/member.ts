/**
 * For a Node process of a drill: ends it as soon as its parent is gone, however the parent ended. A Ctrl-C reaches the
 * whole group of processes; it is the parent who decides what it means.
 */
export function dieWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
}
