import { fileURLToPath } from 'node:url';

/**
 * Path of the file that this code runs from: a file of this package, or the bundle that contains it. Bundlers replace
 * `import.meta.url`, some by nothing, and CommonJS has `__filename` instead. Undefined if there is no file.
 */
export const thisFile = typeof __filename === 'string' ? __filename : fileOf(import.meta.url);

function fileOf(url: string | undefined): string | undefined {
  return url?.startsWith('file:') === true ? fileURLToPath(url) : undefined;
}
