import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessage, formatValue, assertObject, invalidArgument, PolyheadError } from '@polyhead/core';
import { buildFromWheel } from './build-from-wheel';
import { type BundleManifest, installBundle, createManifest, verifyBundle } from './bundle';
import { cacheDirectory } from './cache-directory';
import { KERNELS_PATH } from './compile-addon';
import { requireTfjsNode, type TfjsNodePackage } from './find-tfjs-node';
import { cacheEntry, makeWorkDirectory, publishBundle } from './native-cache';
import { type LoadCheck, tryLoadInChildProcess } from './probe-binding';
import { type RunCommand, runCommand } from './run-command';
import { runInstallScript } from './run-install-script';
import type { Wheel } from './wheel';

/**
 * A way to a working tfjs-node: `present` checks the installed one; `cache` takes a bundle from the user's cache;
 * `wheel` builds it from a wheel of the Python package index, with custom operations for faster training; `script` runs
 * the install script of tfjs-node.
 */
export type InstallMethod = 'present' | 'cache' | 'wheel' | 'script';

/** A progress message of {@link install}. */
export interface InstallProgress {
  /** The way that is being tried. */
  readonly way: InstallMethod;
  /** What happens, as text. */
  readonly message: string;
}

/** Options of {@link install}. */
export interface InstallOptions {
  /**
   * Folder from which `@tensorflow/tfjs-node` is looked up, as by an import there. Default this package, then the
   * current directory.
   */
  readonly from?: string;
  /** Ways to try, in this order. Default ['present', 'cache', 'wheel', 'script']. */
  readonly ways?: readonly InstallMethod[];
  /**
   * Folder of the cache. Default POLYHEAD_CACHE, else the user's cache folder (`~/.cache/polyhead`,
   * `%LOCALAPPDATA%\polyhead`).
   */
  readonly cache?: string;
  /** Python 3 program for the way `wheel`. Default POLYHEAD_PYTHON, else the first of python3 and python. */
  readonly python?: string;
  /**
   * C++ compiler for the way `wheel`, with arguments if needed, such as `ccache g++`; quotes go around a path that has
   * spaces. Default CXX, else the first of g++, clang++ and c++.
   */
  readonly compiler?: string;
  /** Another wheel than the pinned one of this platform. Default TensorFlow 2.21.0. */
  readonly wheel?: Wheel;
  /** Longest time for the install script of tfjs-node, in seconds. Default 300. */
  readonly scriptSeconds?: number;
  /** Longest time that script may go without downloading anything, in seconds. Default 20. */
  readonly stallSeconds?: number;
  /** Called with every progress message. Default none. */
  readonly onProgress?: (progress: InstallProgress) => void;
  /** Runs child processes. Default `node:child_process`; tests replace it. */
  readonly run?: RunCommand;
}

/** Names of the options of {@link install}. */
export const installOptions = {
  from: true,
  ways: true,
  cache: true,
  python: true,
  compiler: true,
  wheel: true,
  scriptSeconds: true,
  stallSeconds: true,
  onProgress: true,
  run: true,
} satisfies Record<keyof InstallOptions, true>;

/** Result of {@link install}. */
export interface InstallResult {
  /** The way that worked. */
  readonly way: InstallMethod;
  /** Version of the TensorFlow library, such as "2.21.0". */
  readonly tensorflow: string;
  /** Folder of the tfjs-node package. */
  readonly directory: string;
}

interface Job {
  readonly run: RunCommand;
  readonly found: TfjsNodePackage;
  readonly entry: string;
  readonly cache: string;
  readonly options: InstallOptions;
  readonly say: (message: string) => void;
}

interface Outcome extends LoadCheck {
  /** True if it works, but was built for another version of polyhead, with other custom operations. */
  readonly outdated?: boolean;
}

const METHODS: Readonly<Record<InstallMethod, (job: Job) => Promise<Outcome>>> = {
  present: async ({ run, found }) => {
    const probe = await tryLoadInChildProcess(run, found);
    return probe.works && probe.operations === false && existsSync(join(found.directory, KERNELS_PATH))
      ? { ...probe, outdated: true }
      : probe;
  },
  cache: restore,
  wheel: (job) =>
    buildBundle(job, ({ bundle, work }) => buildFromWheel({ ...job, ...job.options, run: job.run, bundle, work })),
  script: (job) =>
    buildBundle(job, ({ bundle }) =>
      runInstallScript({
        ...job,
        bundle,
        timeoutMs: (job.options.scriptSeconds ?? 300) * 1000,
        stallMs: (job.options.stallSeconds ?? 20) * 1000,
      }),
    ),
};

/**
 * Makes `@tensorflow/tfjs-node` work on this machine, and proves it by loading it in a child process. The result of a
 * build is kept in the user's cache, so that the next project needs a second. The package must be installed; its
 * install script need not have run.
 *
 * @param options - Ways to try, programs, cache and progress. Default: every way, with the programs of this machine.
 * @returns The way that worked, the version of TensorFlow and the folder of tfjs-node.
 * @throws {PolyheadError} `ENGINE_UNAVAILABLE` if tfjs-node is not found, `INSTALL_FAILED` with the reason of every way
 *   if none works, and `INVALID_ARGUMENT` if an option is wrong.
 *
 * @example
 * ```ts
 * import { install } from '@polyhead/tensorflow';
 * const { tensorflow, way } = await install({ onProgress: ({ message }) => process.stderr.write(`${message}\n`) });
 * ```
 */
export async function install(options: InstallOptions = {}): Promise<InstallResult> {
  assertObject('install', options, { optionKeys: installOptions, example: "{ from: '/srv/app' }" });
  const { from, ways = ['present', 'cache', 'wheel', 'script'], run = runCommand, onProgress } = options;
  assertMethods(ways);
  const found = requireTfjsNode('install', from);
  const cache = options.cache ?? cacheDirectory();
  const failures: string[] = [];
  let outdated: InstallResult | undefined;
  for (const way of ways) {
    if (way === 'script' && outdated !== undefined) break; // it has no custom operations at all
    const say = (message: string): void => onProgress?.({ way, message });
    const job: Job = { run, found, cache, entry: cacheEntry(cache, found.version), options, say };
    const outcome = await METHODS[way](job).catch(toFailure);
    const { works, tensorflow = '', reason = 'works, but its operations are of another version of polyhead' } = outcome;
    const result = { way, tensorflow, directory: found.directory };
    if (works && outcome.outdated !== true) return result;
    if (works) outdated = result;
    say(`no: ${reason}`);
    failures.push(`- ${way}: ${reason.replaceAll('\n', '\n  ')}`);
  }
  if (outdated !== undefined) return outdated;
  throw new PolyheadError(
    'INSTALL_FAILED',
    `install: none of the ways (${ways.join(', ')}) made ${found.directory} work:\n${failures.join('\n')}`,
    { where: 'install', path: found.directory },
  );
}

function assertMethods(ways: unknown): void {
  if (Array.isArray(ways) && ways.length > 0 && ways.every((way: PropertyKey) => Object.hasOwn(METHODS, way))) return;
  throw invalidArgument('install', `"ways" must be a list of ${Object.keys(METHODS).join(', ')}`, formatValue(ways));
}

function toFailure(error: unknown): Outcome {
  return { works: false, reason: errorMessage(error) };
}

async function restore({ run, found, entry, say }: Job): Promise<LoadCheck> {
  if (existsSync(entry)) say(`checking ${entry}`);
  const manifest = await verifyBundle(entry).catch(
    (error: Error) => `${entry} is broken and will be replaced: ${error.message}`,
  );
  if (manifest === undefined) return { works: false, reason: `nothing in ${entry} yet` };
  if (typeof manifest === 'string') return { works: false, reason: manifest };
  await replaceBundle(entry, manifest, found);
  return tryLoadInChildProcess(run, found);
}

/** Installs a bundle; custom operations of an earlier bundle are removed first. */
async function replaceBundle(bundle: string, manifest: BundleManifest, found: TfjsNodePackage): Promise<void> {
  await rm(join(found.directory, KERNELS_PATH), { force: true });
  await installBundle(bundle, manifest, found.directory);
}

/** Builds a bundle, installs it into the package, and publishes it to the cache once it works. */
async function buildBundle(
  job: Job,
  fill: (folders: { work: string; bundle: string }) => Promise<void>,
): Promise<LoadCheck> {
  const work = await makeWorkDirectory(job.cache);
  const bundle = join(work, 'bundle');
  try {
    await mkdir(bundle);
    await fill({ work, bundle });
    const manifest = await createManifest(bundle);
    await replaceBundle(bundle, manifest, job.found);
    const probe = await tryLoadInChildProcess(job.run, job.found);
    if (!probe.works) await rm(job.found.binding, { force: true });
    else if (!(await publishBundle(bundle, job.entry)))
      job.say(`${job.entry} cannot be written: the next project will build again`);
    return probe;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
