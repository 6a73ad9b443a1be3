/** Starts the process behind the terminal UI as boot.cjs starts spc: from V8's compiled code, kept beside it. */
const { enableCompileCache } = require('node:module');

enableCompileCache(`${__dirname}/.compile-cache`);
require('./backend-main.cjs');
