import { builtin } from './host';

/**
 * Path of the file that this code runs from: a file of this package, or the bundle that contains it. Undefined in
 * browsers, and if a bundler left no address.
 */
export function thisFile(): string | undefined {
  // code that Node evaluates (`node -e`) has a global of that name, which is no path
  if (typeof __filename === 'string' && builtin('node:path')?.isAbsolute(__filename) === true) return __filename;
  const url = import.meta.url as string | undefined;
  return url?.startsWith('file:') === true ? builtin('node:url')?.fileURLToPath(url) : undefined;
}
