import { createRequire } from 'node:module';

// Imported before tfjs, whose modules are CommonJS and require modules of Node while they load. In a bundle that is an
// ES module there is no `require`, and esbuild throws 'Dynamic require of "util" is not supported' then, unless it is a
// global. Nothing changes where polyhead is not bundled, or the bundle has a `require`.
const isBundledModule =
  typeof __filename !== 'string' && !/[\\/]polyhead[\\/](dist|src)[\\/][^\\/]+$/.test(import.meta.url);
if (isBundledModule && !('require' in globalThis))
  Object.defineProperty(globalThis, 'require', { value: createRequire(import.meta.url), configurable: true });
