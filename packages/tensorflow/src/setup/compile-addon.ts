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

/** Inputs and outputs of {@link compileAddon}. */
export interface AddonSources {
  readonly run: RunCommand;
  readonly found: TfjsNodePackage;
  /** Folder whose `wheel` folder holds the files of the wheel. */
  readonly work: string;
  /** Folder with the libraries in `deps/lib`; the addon is written there. */
  readonly bundle: string;
  readonly say: (message: string) => void;
}

/** Path of the library of the custom operations inside the package. */
export const KERNELS_PATH = 'deps/lib/libpolyhead_kernels.so';

/** Compiler flags for the loops of the custom operations, by instruction set; kernel.h chooses one at run time. */
const INSTRUCTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  x64: {
    plain: [],
    avx2: ['-mavx2', '-mfma'],
    avx512: ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mfma'],
  },
  arm64: { plain: [] },
};

/**
 * Compiles tfjs-node's two C++ sources against the libraries of the bundle. On Linux it also compiles the library of
 * environment defaults and the library of custom operations. The run path in the addon finds them without environment
 * variables. The Node-API headers come from npm, so that Node's headers need not be installed.
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
  const customLibraries = await compileKernels(build, join(bundle, KERNELS_PATH)).catch((error: Error): string[] => {
    say(`continues without the custom operations; training takes about twice as long: ${error.message}`);
    return [];
  });
  customLibraries.push(await compileDefaults(build, library('libpolyhead_defaults.so')));
  await call(run, compiler, [
    ...compile,
    '-shared',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    '-Wl,--no-as-needed',
    ...libraries,
    ...customLibraries,
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

/** Compiles the environment defaults. The library is linked last, so that it is initialized first. */
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

/** Compiles the custom operations. Returns no library for a processor without loops for them. */
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
