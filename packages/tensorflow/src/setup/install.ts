import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatValue, assertObject, invalidArgument, PolyheadError } from '@polyhead/core';
import { buildFromWheel } from './build-from-wheel';
import { type BundleManifest, installBundle, createManifest, verifyBundle } from './bundle';
import { cacheDirectory } from './cache-directory';
import { KERNELS_PATH } from './compile-addon';
import { expectTfjsNode, type TfjsNodePackage } from './find-tfjs-node';
import { cacheEntry, makeWorkDirectory, publishBundle } from './native-cache';
import { type LoadCheck, tryLoadInChildProcess } from './probe-binding';
import { type RunCommand, runCommand } from './run-command';
import { runInstallScript } from './run-install-script';
import type { Wheel } from './wheel';

/**
 * One way to a working tfjs-node: it works `present`ly; from the user's `cache`; built from a `wheel` of the Python
 * package index, with polyhead's operations for faster training; by its own install `script`.
 */
export type InstallMethod = 'present' | 'cache' | 'wheel' | 'script';

/** One piece of news from {@link install}. */
export interface InstallProgress {
  /** The way that is being tried. */
  readonly way: InstallMethod;
  /** What happens, in words. */
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
  /** Longest time for tfjs-node's own install script, in seconds. Default 300. */
  readonly scriptSeconds?: number;
  /** Longest time that script may go without downloading anything, in seconds. Default 20. */
  readonly stallSeconds?: number;
  /** Called with every piece of news. Default none. */
  readonly onProgress?: (progress: InstallProgress) => void;
  /** Runs child processes. Default `node:child_process`; tests put another in its place. */
  readonly run?: RunCommand;
}

/** Names of its options. */
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

/** What {@link install} did. */
export interface InstallResult {
  /** The way that worked. */
  readonly way: InstallMethod;
  /** Version of the TensorFlow library, "2.21.0". */
  readonly tensorflow: string;
  /** Folder of the tfjs-node package that works now. */
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
  /** Works, but was made for another version of polyhead, with other operations. */
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
    make(job, ({ bundle, work }) => buildFromWheel({ ...job, ...job.options, run: job.run, bundle, work })),
  script: (job) =>
    make(job, ({ bundle }) =>
      runInstallScript({
        ...job,
        bundle,
        timeoutMs: (job.options.scriptSeconds ?? 300) * 1000,
        stallMs: (job.options.stallSeconds ?? 20) * 1000,
      }),
    ),
};

/**
 * Makes `@tensorflow/tfjs-node` work on this machine, and proves it by loading it in a process of its own. What was
 * built once is
 * kept in the user's cache, so that the next project needs a second. The package needs to be installed, its own install
 * script need not have run.
 *
 * Throws if the package is not found, or with the reason of every way when none works.
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
  const found = expectTfjsNode('install', from);
  const cache = options.cache ?? cacheDirectory();
  const failures: string[] = [];
  let outdated: InstallResult | undefined;
  for (const way of ways) {
    if (way === 'script' && outdated !== undefined) break; // it would bring nothing better
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
  );
}

function assertMethods(ways: unknown): void {
  if (Array.isArray(ways) && ways.length > 0 && ways.every((way: PropertyKey) => Object.hasOwn(METHODS, way))) return;
  throw invalidArgument('install', `"ways" must be a list of ${Object.keys(METHODS).join(', ')}`, formatValue(ways));
}

function toFailure(error: unknown): Outcome {
  return { works: false, reason: error instanceof Error ? error.message : String(error) };
}

async function restore({ run, found, entry, say }: Job): Promise<LoadCheck> {
  if (existsSync(entry)) say(`checking ${entry}`);
  const manifest = await verifyBundle(entry).catch(
    (error: Error) => `${entry} is broken and will be replaced: ${error.message}`,
  );
  if (manifest === undefined) return { works: false, reason: `nothing in ${entry} yet` };
  if (typeof manifest === 'string') return { works: false, reason: manifest };
  await place(entry, manifest, found);
  return tryLoadInChildProcess(run, found);
}

/** A bundle without operations of polyhead's own leaves none of an earlier one. */
async function place(bundle: string, manifest: BundleManifest, found: TfjsNodePackage): Promise<void> {
  await rm(join(found.directory, KERNELS_PATH), { force: true });
  await installBundle(bundle, manifest, found.directory);
}

/** Fills a bundle, puts it into the package, and keeps it in the cache once it is proved to work. */
async function make(job: Job, fill: (folders: { work: string; bundle: string }) => Promise<void>): Promise<LoadCheck> {
  const work = await makeWorkDirectory(job.cache);
  const bundle = join(work, 'bundle');
  try {
    await mkdir(bundle);
    await fill({ work, bundle });
    const manifest = await createManifest(bundle);
    await place(bundle, manifest, job.found);
    const probe = await tryLoadInChildProcess(job.run, job.found);
    if (!probe.works) await rm(job.found.binding, { force: true });
    else if (!(await publishBundle(bundle, job.entry)))
      job.say(`${job.entry} cannot be written: the next project will build again`);
    return probe;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
