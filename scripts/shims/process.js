// node:process as a module reads every property of `process`, standard input included: 4 ms, and input belongs to the tool.
export default globalThis.process;
