import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BINDING_PATH, NAPI_VERSION, type TfjsNodePackage } from './find-tfjs-node';
import { QUIET_LIBRARY, QUIET_SOURCE } from './quiet-library';
import { type RunCommand, tellingLines } from './run-command';
import { libraryNames } from './wheel';

/** Where things are for the compiler. */
export interface AddonSources {
  readonly run: RunCommand;
  readonly found: TfjsNodePackage;
  /** Folder whose `wheel` holds what came out of the wheel. */
  readonly work: string;
  /** Folder that has the libraries in `deps/lib`, and gets the addon. */
  readonly bundle: string;
}

/**
 * Compiles tfjs-node's two C++ sources against the libraries of the bundle. The run path written into the addon makes it find them
 * without environment variables; N-API headers come from npm, so that Node's own need not be there.
 */
export async function compileAddon({ run, found, work, bundle }: AddonSources, compiler: string): Promise<void> {
  const addon = join(bundle, BINDING_PATH);
  const library = (name: string): string => join(bundle, 'deps', 'lib', name);
  const include = [join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include'), join(work, 'wheel', 'tensorflow', 'include')];
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(found.directory, 'binding', name));
  const compile = ['-std=c++17', '-O2', '-fPIC', `-DNAPI_VERSION=${NAPI_VERSION}`, ...include.map((folder) => `-I${folder}`), ...sources];
  const libraries = libraryNames().map(library);
  await mkdir(dirname(addon), { recursive: true });
  if (process.platform === 'darwin') {
    await call(run, compiler, [...compile, '-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib', ...libraries, '-o', addon]);
    return;
  }
  const quiet = join(work, 'quiet.cc');
  await writeFile(quiet, QUIET_SOURCE);
  await call(run, compiler, ['-std=c++17', '-O2', '-fPIC', '-shared', quiet, `-Wl,-soname,${QUIET_LIBRARY}`, '-o', library(QUIET_LIBRARY)]);
  await call(run, compiler, [...compile, '-shared', '-Wl,-rpath,$ORIGIN/../../deps/lib', '-Wl,--no-as-needed', ...libraries, library(QUIET_LIBRARY), '-o', addon]);
}

async function call(run: RunCommand, compiler: string, args: readonly string[]): Promise<void> {
  const result = await run(compiler, args, { timeoutMs: 600_000 });
  if (!result.ok) throw new Error(`compiling the addon failed: ${compiler} ${result.failure}\n${tellingLines(result, 12)}`);
}
