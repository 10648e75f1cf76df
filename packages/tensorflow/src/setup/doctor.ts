import { existsSync } from 'node:fs';
import { assertObject } from '@polyhead/core';
import { installOptions } from './install';
import { installHint } from './install-hint';
import { cacheDirectory } from './cache-directory';
import { compilerAdvice, findCompiler } from './find-compiler';
import { findPython } from './find-python';
import { ADD_PACKAGE, NAPI_VERSION } from './find-tfjs-node';
import { cacheEntry } from './native-cache';
import { remedy } from './remedy';
import { type RunCommand, runCommand } from './run-command';
import { pinnedWheel } from './wheel';
import { tensorflowStatus, type TensorFlowStatus } from './tensorflow-status';

/** Options of {@link doctor}. It accepts the options of `install` and ignores those that it does not need. */
export interface DoctorOptions {
  /**
   * Folder from which `@tensorflow/tfjs-node` is looked up, as by an import there. Default this package, then the
   * current directory.
   */
  readonly from?: string;
  /** Folder of the cache. Default as for `install`. */
  readonly cache?: string;
  /** Python 3 program that `install` would use. Default as for `install`. */
  readonly python?: string;
  /** C++ compiler that `install` would use. Default as for `install`. */
  readonly compiler?: string;
  /** Runs child processes. Default `node:child_process`; tests replace it. */
  readonly run?: RunCommand;
}

/** One check of {@link doctor}. */
export interface DoctorCheck {
  /** Name of the check. */
  readonly name: 'node' | 'package' | 'tensorflow' | 'operations' | 'cache' | 'wheel' | 'python' | 'pip' | 'compiler';
  /**
   * True if the check passed. TensorFlow works without the custom operations, which train faster, and without cache,
   * wheel, Python, pip and compiler.
   */
  readonly ok: boolean;
  /** The result: a version, a path, or the problem. */
  readonly found: string;
  /** How to fix it. Undefined if the check passed. */
  readonly advice?: string;
}

/** Result of {@link doctor}. */
export interface DoctorReport {
  /** True if native TensorFlow works. */
  readonly ok: boolean;
  /** All checks; required parts first. */
  readonly checks: readonly DoctorCheck[];
}

/**
 * Checks everything that native TensorFlow needs on this machine, and everything that `install` would need. It compiles
 * a small C++17 file in a temporary folder to check the compiler, and changes nothing else.
 *
 * @param options - Folders and programs to check. Default: those that `install` would use.
 * @returns Each check with its result and advice.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an option is wrong; a missing part is a result.
 *
 * @example
 * ```ts
 * import { doctor } from '@polyhead/tensorflow';
 * const { ok, checks } = await doctor();
 * const missing = checks.filter((check) => !check.ok).map((check) => check.name);
 * ```
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  assertObject('doctor', options, { optionKeys: installOptions, example: "{ from: '/srv/app' }" });
  const { from, run = runCommand, cache = cacheDirectory() } = options;
  const [status, python, compiler] = await Promise.all([
    tensorflowStatus({ run, ...(from !== undefined && { from }) }),
    findPython(run, options.python),
    findCompiler(run, options.compiler),
  ]);
  const wheel = pinnedWheel();
  const entry = cacheEntry(cache, status.tfjsNode ?? '4.22.0');
  const checks: DoctorCheck[] = [
    checkNode(),
    ...checkTensorFlow(status),
    ...checkOperations(status),
    check('cache', existsSync(entry), entry, `${entry} does not exist yet`, 'The first installation fills it.'),
    typeof wheel === 'string'
      ? check('wheel', false, '', wheel, "Only tfjs-node's own install script remains.")
      : check('wheel', true, `${wheel.project} ${wheel.version}, ${wheel.platform}`),
    check(
      'python',
      python !== undefined,
      `${python?.version} (${python?.command.join(' ')})`,
      'no Python 3',
      installHint('python'),
    ),
    check(
      'pip',
      python?.pip !== undefined,
      `${python?.pip}`,
      'no pip: a virtual environment will be tried',
      installHint('pip'),
    ),
    typeof compiler === 'string'
      ? check('compiler', false, '', `no C++ compiler: ${compiler}`, compilerAdvice(options.compiler))
      : check('compiler', true, `${compiler.version} (${compiler.command.join(' ')})`),
  ];
  return { ok: status.works, checks };
}

function checkNode(): DoctorCheck {
  const napi = Number(process.versions['napi'] ?? 0);
  return check(
    'node',
    napi >= NAPI_VERSION,
    `${process.version}, Node-API ${napi}, ${process.platform} ${process.arch}`,
    `${process.version} has Node-API ${napi}`,
    `Use Node 20 or later: Node-API ${NAPI_VERSION} is needed.`,
  );
}

function checkTensorFlow({ works, tensorflow, reason = '', directory, tfjsNode }: TensorFlowStatus): DoctorCheck[] {
  if (directory === undefined)
    return [
      check('package', false, '', '"@tensorflow/tfjs-node" was not found', `Add it to the project: ${ADD_PACKAGE}.`),
    ];
  if (tfjsNode === undefined)
    return [
      check(
        'package',
        false,
        '',
        `the package.json of ${directory} gives no version`,
        `Install it again: ${ADD_PACKAGE}.`,
      ),
    ];
  return [
    check('package', true, `@tensorflow/tfjs-node ${tfjsNode}, ${directory}`),
    check('tensorflow', works, `${tensorflow}, loads and computes`, reason, remedy('install')),
  ];
}

/** Checks the custom operations if TensorFlow works, on Linux only: `install` builds them for no other system. */
function checkOperations({ works, operations = false }: TensorFlowStatus): DoctorCheck[] {
  if (!works || process.platform !== 'linux') return [];
  return [
    check(
      'operations',
      operations,
      'the custom operations of polyhead',
      'no custom operations of polyhead, or those of another version: training takes about twice as long',
      remedy('install --way wheel'),
    ),
  ];
}

function check(name: DoctorCheck['name'], ok: boolean, found: string, problem = '', remedy?: string): DoctorCheck {
  return ok ? { name, ok, found } : { name, ok, found: problem, advice: remedy };
}
