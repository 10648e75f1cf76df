import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of the file that this code runs from: a file of this package, or the bundle that contains it. Bundlers replace
 * `import.meta.url`, some by nothing, and CommonJS has `__filename` instead. Undefined if there is no file.
 */
export const thisFile = inCommonJs() ? __filename : fileOf(import.meta.url);

/** Code that Node evaluates (`node -e`, threads from text) has a global of that name, which is no path. */
function inCommonJs(): boolean {
  return typeof __filename === 'string' && isAbsolute(__filename);
}

function fileOf(url: string | undefined): string | undefined {
  return url?.startsWith('file:') === true ? fileURLToPath(url) : undefined;
}
