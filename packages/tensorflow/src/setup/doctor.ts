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

/** Options of {@link doctor}. Those of `install` may be passed as they are: what it does not need is passed over. */
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
  /** Runs child processes. Default `node:child_process`; tests put another in its place. */
  readonly run?: RunCommand;
}

/** One thing that {@link doctor} looked at. */
export interface DoctorCheck {
  /** What was looked at. */
  readonly name: 'node' | 'package' | 'tensorflow' | 'operations' | 'cache' | 'wheel' | 'python' | 'pip' | 'compiler';
  /**
   * True when it is as it should be. A TensorFlow that works does so without polyhead's operations, which train faster,
   * and goes on working without the cache, wheel, python, pip or compiler.
   */
  readonly ok: boolean;
  /** What was found: a version, a path, or what is wrong. */
  readonly found: string;
  /** What to do about it. Undefined when all is well. */
  readonly advice?: string;
}

/** What {@link doctor} found. */
export interface DoctorReport {
  /** True when native TensorFlow works. */
  readonly ok: boolean;
  /** Every check, from the needed to the merely useful. */
  readonly checks: readonly DoctorCheck[];
}

/**
 * Looks at all that native TensorFlow needs on this machine, and at what `install` would need to get it there. Compiles
 * a small C++17 file in a temporary folder to check the compiler, and changes nothing else.
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
    check('cache', existsSync(entry), entry, `${entry} is not there yet`, 'The first installation fills it.'),
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

/** Where TensorFlow works at all, and on Linux, for which alone `install` builds them. */
function checkOperations({ works, operations = false }: TensorFlowStatus): DoctorCheck[] {
  if (!works || process.platform !== 'linux') return [];
  return [
    check(
      'operations',
      operations,
      "polyhead's own are there",
      "none of polyhead's own, or those of another version: training takes about twice as long",
      remedy('install --way wheel'),
    ),
  ];
}

function check(name: DoctorCheck['name'], ok: boolean, found: string, problem = '', remedy?: string): DoctorCheck {
  return ok ? { name, ok, found } : { name, ok, found: problem, advice: remedy };
}
