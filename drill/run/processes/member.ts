/** For a Node process of a drill: ends it as soon as its parent is gone, however the parent ended. */
export function dieWithParent(): void {
  process.on('disconnect', () => process.exit(0));
}
