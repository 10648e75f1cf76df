import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requireFrom } from './require-from';
import { PolyheadError } from '@polyhead/core';

/** Query parameter with the checksum of a module. */
const parameter = 'polyhead-sha256';
/** Files that a module names by a relative path, in any form of import or require. */
const relativeImport = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/**
 * The address of a decoder's module with the SHA-256 sum of its file, and of the files that it imports by relative
 * paths: an address that Node has not loaded yet if any of them changed. The address itself where there is no file.
 */
export function addressWithSum(module: URL): string {
  const files = readFiles(module);
  if (files.size === 0) return module.href;
  const address = new URL(module);
  address.searchParams.set(parameter, sha256Of(files));
  return address.href;
}

/**
 * Makes sure that a module is loaded as it is. Throws if its files are not those any more that its address was made
 * for.
 */
export function expectUnchanged(address: string): void {
  const module = URL.canParse(address) ? new URL(address) : undefined;
  const sum = module?.searchParams.get(parameter) ?? undefined;
  if (module === undefined || sum === undefined) return;
  const files = readFiles(module);
  if (sha256Of(files) !== sum)
    throw new PolyheadError(
      'DATA_MISMATCH',
      'its file changed since the source of images was opened. Create a new source, or restart',
    );
  const { cache } = requireFrom();
  // CommonJS modules go by their paths alone.
  for (const path of files.keys()) Reflect.deleteProperty(cache, path);
}

/** By path: the file of a module, and the files that it and they import by relative paths. */
function readFiles(module: URL, files = new Map<string, Uint8Array>()): Map<string, Uint8Array> {
  if (module.protocol !== 'file:') return files;
  const path = fileURLToPath(module);
  if (files.has(path) || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return files;
  const contents = readFileSync(path);
  files.set(path, contents);
  for (const [, , name] of contents.toString('utf8').matchAll(relativeImport))
    for (const extension of ['', '.js', '.cjs', '.json']) readFiles(new URL(`${name}${extension}`, module), files);
  return files;
}

function sha256Of(files: ReadonlyMap<string, Uint8Array>): string {
  const sum = createHash('sha256');
  for (const contents of files.values()) sum.update(createHash('sha256').update(contents).digest());
  return sum.digest('hex');
}
