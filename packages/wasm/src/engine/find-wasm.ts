import { builtin } from './host';
import { thisFile } from './this-file';
import { PolyheadError } from '@polyhead/core';

/** The file with tfjs' single-threaded build, which polyhead's threads share. */
export const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

const PACKAGE = '@tensorflow/tfjs-backend-wasm/dist/';

/**
 * Folder of tfjs' .wasm files, with a slash at its end: `wasmPaths` if given, else in Node the first folder that has
 * the file: the installed package, as this module, the program and the current directory find it, then the folders of
 * the bundle and of the program. Undefined in browsers, where tfjs looks beside its script.
 *
 * Throws in Node if no folder has the file.
 */
export function findWasm(wasmPaths: string | undefined): string | undefined {
  const fs = builtin('node:fs');
  if (fs === undefined) return wasmPaths;
  const folders = wasmPaths === undefined ? candidates() : [wasmPaths.replace(/[\\/]?$/, '/')];
  const found = folders.find((folder) => fs.existsSync(folder + WASM_FILE));
  if (found !== undefined) return found;
  throw new PolyheadError(
    'ENGINE_UNAVAILABLE',
    wasmPaths === undefined
      ? `useWasm: ${WASM_FILE} was not found in ${folders.join(', ')}. In a bundle, copy it from node_modules/${PACKAGE} beside the bundle, or pass its folder as "wasmPaths".`
      : `useWasm: "wasmPaths" must be a folder that holds ${WASM_FILE}, got ${JSON.stringify(wasmPaths)}. It is in node_modules/${PACKAGE}.`,
  );
}

function candidates(): readonly string[] {
  const path = builtin('node:path');
  const module = builtin('node:module');
  if (path === undefined || module === undefined) return [];
  const { argv, cwd } = process;
  const files = [thisFile(), argv[1], path.join(cwd(), 'index.js')].filter((file) => file !== undefined);
  const installed = files.flatMap((file) => {
    try {
      return [
        path.dirname(module.createRequire(file).resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/dist/',
      ];
    } catch {
      return []; // not installed for this file
    }
  });
  return [...new Set([...installed, ...files.map((file) => path.dirname(path.resolve(file)) + path.sep)])];
}
