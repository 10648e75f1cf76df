import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { thisFile } from '../this-file';
import { PolyheadError } from '@polyhead/core';

/** An installed `@tensorflow/tfjs-node`. */
export interface TfjsNodePackage {
  /** Its folder, symbolic links resolved. */
  readonly directory: string;
  /** Its version, "4.22.0". */
  readonly version: string;
  /** Path of its native addon for this version of Node. */
  readonly binding: string;
}

/** An installed `@tensorflow/tfjs-node` whose package.json has no version. */
export interface BrokenPackage {
  /** Its folder, symbolic links resolved. */
  readonly directory: string;
  /** What is wrong with it, and how to fix it. */
  readonly problem: string;
}

/** Node-API version that tfjs-node 4.22 is built for: the newest of its list that Node >= 20 supports. */
export const NAPI_VERSION = 8;

/** Path of the addon inside the package. */
export const BINDING_PATH = `lib/napi-v${NAPI_VERSION}/tfjs_binding.node`;

/**
 * Finds tfjs-node in the `node_modules` folders from `from` upwards. Without `from`, it starts at this package
 * (tfjs-node is its peer), then at the current directory. It does not use `require.resolve`, which searches NODE_PATH
 * too: pnpm's commands set that to a folder with the packages of all projects.
 */
export function findTfjsNode(from?: string): TfjsNodePackage | BrokenPackage | undefined {
  const starts = from === undefined ? [dirname(thisFile ?? ''), process.cwd()] : [resolve(from)];
  for (const start of starts) {
    const found = findUpwards(start);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findUpwards(start: string): TfjsNodePackage | BrokenPackage | undefined {
  const file = manifestSeenFrom(start);
  if (file === undefined || !existsSync(file))
    return dirname(start) === start ? undefined : findUpwards(dirname(start));
  const directory = dirname(realpathSync(file));
  const version = versionIn(file);
  if (version === undefined)
    return {
      directory,
      problem:
        `the package.json of ${directory} gives no version: it is empty, cut off or not of tfjs-node. ` +
        `Install the package again: ${ADD_PACKAGE}.`,
    };
  return { directory, version, binding: join(directory, BINDING_PATH) };
}

/** Yarn's Plug'n'Play has no `node_modules` folders, so Node resolves the package there. */
function manifestSeenFrom(folder: string): string | undefined {
  if (process.versions['pnp'] === undefined)
    return join(folder, 'node_modules', '@tensorflow', 'tfjs-node', 'package.json');
  try {
    return createRequire(join(folder, 'index.js')).resolve('@tensorflow/tfjs-node/package.json');
  } catch {
    return undefined;
  }
}

function versionIn(file: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Command that adds the package without its install script. The script fails if its download is blocked, and with it
 * the whole install of npm.
 */
export const ADD_PACKAGE =
  process.versions['pnp'] === undefined
    ? '"pnpm add @tensorflow/tfjs-node@4.22.0" or "npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0"'
    : '"yarn add @tensorflow/tfjs-node@4.22.0", with the .yarnrc.yml of docs/bundling.md';

/** Finds tfjs-node. Throws ENGINE_UNAVAILABLE if there is none or a broken one. */
export function requireTfjsNode(where: string, from?: string): TfjsNodePackage {
  const found = findTfjsNode(from);
  if (found === undefined) throw new PolyheadError('ENGINE_UNAVAILABLE', missingPackage(where, from), { where });
  if ('problem' in found)
    throw new PolyheadError('ENGINE_UNAVAILABLE', `${where}: ${found.problem}`, { where, path: found.directory });
  return found;
}

/** Returns the message for a missing tfjs-node, with how to fix it. */
export function missingPackage(caller: string, from?: string): string {
  const where = from === undefined ? 'this package and the current directory' : from;
  return `${caller}: "@tensorflow/tfjs-node" was not found from ${where}. Add it to the project first: ${ADD_PACKAGE}.`;
}
