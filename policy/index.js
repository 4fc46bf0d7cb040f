import { flushCompileCache } from 'node:module';
import './pack.ts';

// The engine ends a pack by a signal, and Node would not keep then what it compiled for the next start.
flushCompileCache();
