import { builtin } from './host';
import { thisFile } from './this-file';

/**
 * Runs what loads tfjs' .wasm with the variables of CommonJS that its loader reads. A bundle that is an ES module has
 * none: those that are missing are globals while `load` runs. Does nothing in browsers.
 */
export async function withNodeGlobals<Result>(load: () => Promise<Result>): Promise<Result> {
  const module = builtin('node:module');
  const path = builtin('node:path');
  if (module === undefined || path === undefined || typeof __filename === 'string') return load();
  const file = thisFile() ?? path.resolve('index.js');
  const values = { require: module.createRequire(file), __filename: file, __dirname: path.dirname(file) };
  const missing = Object.entries(values).filter(([name]) => !(name in globalThis));
  for (const [name, value] of missing) Object.defineProperty(globalThis, name, { value, configurable: true });
  try {
    return await load();
  } finally {
    for (const [name] of missing) Reflect.deleteProperty(globalThis, name);
  }
}
