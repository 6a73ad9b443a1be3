/** Starts the build. V8's compiled code is kept beside it, and never in /tmp: whoever may write there decides what runs here. */
const { enableCompileCache } = require('node:module');

// Before the program is compiled, so here: what is loaded later comes from the cache, if it may be written.
enableCompileCache(`${__dirname}/.compile-cache`);
require('./main.cjs');
