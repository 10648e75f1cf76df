import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { thisFile } from '../this-file';

/**
 * Finds packages that the user installs beside polyhead, as the file `from` does. Default this file, which in a bundle
 * is the bundle; if there is none, the current directory.
 */
export function requireFrom(from: string = thisFile ?? resolve('index.js')): NodeJS.Require {
  return createRequire(from);
}
