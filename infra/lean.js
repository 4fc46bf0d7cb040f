// The Pulumi SDK takes a stack trace for every resource and every promise it makes, and installs a hook that maps each
// frame of it through source maps: a third of the program's time and of its memory. Node runs the TypeScript of this
// package at the lines where it is written, so traces stay exact without the hook.

delete Error.prepareStackTrace;
