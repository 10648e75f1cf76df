import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { NATIVE_REVISION } from './native-revision';
import { BINDING_PATH, NAPI_VERSION, type TfjsNodePackage } from './find-tfjs-node';
import { nativeSources } from './native-sources';
import { type RunCommand, errorExcerpt } from './run-command';
import type { Command } from './split-command';
import { libraryNames } from './wheel';
import { PolyheadError } from '@polyhead/core';

/** Where things are for the compiler. */
export interface AddonSources {
  readonly run: RunCommand;
  readonly found: TfjsNodePackage;
  /** Folder whose `wheel` holds what came out of the wheel. */
  readonly work: string;
  /** Folder that has the libraries in `deps/lib`, and gets the addon. */
  readonly bundle: string;
  readonly say: (message: string) => void;
}

/** Path of the library with polyhead's own operations inside the package. */
export const KERNELS_PATH = 'deps/lib/libpolyhead_kernels.so';

/**
 * Flags for the loops of our kernels, one set of instructions after the other; kernel.h chooses among them by the
 * processor.
 */
const INSTRUCTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  x64: {
    plain: [],
    avx2: ['-mavx2', '-mfma'],
    avx512: ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mfma'],
  },
  arm64: { plain: [] },
};

/**
 * Compiles tfjs-node's two C++ sources against the libraries of the bundle, and on Linux our own beside them: defaults
 * of the environment, and kernels. The run path written into the addon makes it
 * find them without environment variables; N-API headers come from npm, so that Node's own need not be there.
 */
export async function compileAddon({ run, found, work, bundle, say }: AddonSources, compiler: Command): Promise<void> {
  const addon = join(bundle, BINDING_PATH);
  const library = (name: string): string => join(bundle, 'deps', 'lib', name);
  const headers = `-I${join(work, 'wheel', 'tensorflow', 'include')}`;
  const nodeHeaders = `-I${join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include')}`;
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(found.directory, 'binding', name));
  const compile = [...common, '-O2', `-DNAPI_VERSION=${NAPI_VERSION}`, nodeHeaders, headers, ...sources];
  const libraries = libraryNames().map(library);
  await mkdir(dirname(addon), { recursive: true });
  if (process.platform === 'darwin') {
    await call(run, compiler, [
      ...compile,
      '-bundle',
      '-undefined',
      'dynamic_lookup',
      '-Wl,-rpath,@loader_path/../../deps/lib',
      ...libraries,
      '-o',
      addon,
    ]);
    return;
  }
  const build = { run, compiler, work, headers, libraries };
  const ours = await compileKernels(build, join(bundle, KERNELS_PATH)).catch((error: Error): string[] => {
    say(`goes on without operations of its own, training takes about twice as long: ${error.message}`);
    return [];
  });
  ours.push(await compileDefaults(build, library('libpolyhead_defaults.so')));
  await call(run, compiler, [
    ...compile,
    '-shared',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    '-Wl,--no-as-needed',
    ...libraries,
    ...ours,
    '-o',
    addon,
  ]);
}

const common = ['-std=c++17', '-fPIC'];

interface Build {
  readonly run: RunCommand;
  readonly compiler: Command;
  readonly work: string;
  readonly headers: string;
  readonly libraries: readonly string[];
}

/** Linked last, so that it is initialized first. */
async function compileDefaults({ run, compiler }: Build, file: string): Promise<string> {
  await call(run, compiler, [
    ...common,
    '-O2',
    '-shared',
    join(nativeSources(), 'defaults.cc'),
    `-Wl,-soname,${basename(file)}`,
    '-o',
    file,
  ]);
  return file;
}

/** The library, or nothing for a processor that has no loops of ours. */
async function compileKernels({ run, compiler, work, headers, libraries }: Build, file: string): Promise<string[]> {
  const instructions = Object.entries(INSTRUCTIONS[process.arch] ?? {});
  if (instructions.length === 0) return [];
  const objects: string[] = [];
  const object = async (source: string, name: string, flags: readonly string[]): Promise<void> => {
    objects.push(join(work, `${name}.o`));
    await call(run, compiler, [
      ...common,
      ...flags,
      '-c',
      join(nativeSources(), source),
      '-o',
      join(work, `${name}.o`),
    ]);
  };
  for (const [name, flags] of instructions)
    await object('loops/loops.cc', name, [
      '-O3',
      '-fno-predictive-commoning',
      '-Wno-psabi',
      ...flags,
      `-DPOLYHEAD_INSTRUCTIONS=${name}`,
    ]);
  for (const name of ['filter_gradient', 'pooled_convolution', 'relu_batch_norm_pool', 'revision'])
    await object(`${name}.cc`, name, ['-O2', headers, `-DPOLYHEAD_REVISION="${NATIVE_REVISION}"`]);
  await call(run, compiler, [
    '-shared',
    `-Wl,-soname,${basename(file)}`,
    '-Wl,-rpath,$ORIGIN',
    ...objects,
    ...libraries,
    '-pthread',
    '-o',
    file,
  ]);
  return [file];
}

async function call(run: RunCommand, compiler: Command, args: readonly string[]): Promise<void> {
  const [program, ...first] = compiler;
  const result = await run(program, [...first, ...args], { timeoutMs: 600_000 });
  if (!result.ok)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `compiling the addon failed: ${compiler.join(' ')} ${result.failure}\n${errorExcerpt(result, 12)}`,
    );
}
