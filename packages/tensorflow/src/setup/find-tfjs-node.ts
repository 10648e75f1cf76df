import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** An installed `@tensorflow/tfjs-node`. */
export interface TfjsNodePackage {
  /** Its folder, symbolic links resolved. */
  readonly directory: string;
  /** Its version, "4.22.0". */
  readonly version: string;
  /** Where its native addon is looked for by this Node. */
  readonly binding: string;
}

/** The Node-API version that tfjs-node 4.22 is built for: the newest of its list that Node >= 20 has. */
export const NAPI_VERSION = 8;

/** Path of the addon inside the package. */
export const BINDING_PATH = `lib/napi-v${NAPI_VERSION}/tfjs_binding.node`;

/**
 * Finds tfjs-node as Node would from a file in `from`; without `from`, from this package (whose peer it is), then from the current directory.
 */
export function findTfjsNode(from?: string): TfjsNodePackage | undefined {
  const starts = from === undefined ? [import.meta.url, join(process.cwd(), 'start.js')] : [join(from, 'start.js')];
  for (const start of starts) {
    const found = resolvePackage(start);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolvePackage(start: string): TfjsNodePackage | undefined {
  let file: string;
  try {
    file = createRequire(start).resolve('@tensorflow/tfjs-node/package.json');
  } catch {
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  const directory = dirname(file);
  return { directory, version, binding: join(directory, BINDING_PATH) };
}

/** Says that tfjs-node was not found, and how to mend it. */
export function missingPackage(caller: string, from?: string): string {
  const where = from === undefined ? 'this package and the current directory' : from;
  return `${caller}: "@tensorflow/tfjs-node" was not found from ${where}. Add it to the project first, e.g. "npm install @tensorflow/tfjs-node@4.22.0" (its own install script may fail, that does no harm).`;
}
