import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { installHint } from './install-hint';
import { compileAddon } from './compile-addon';
import type { TfjsNodePackage } from './find-tfjs-node';
import { compilerAdvice, findCompiler } from './find-compiler';
import { findPython, type Python, pythonCandidates } from './find-python';
import { errorExcerpt, type RunCommand, type RunCommandOptions } from './run-command';
import { nativeSources } from './native-sources';
import { sha256OfFile } from './sha256-of-file';
import { libraryNames, pinnedWheel, type Wheel } from './wheel';
import { PolyheadError } from '@polyhead/core';

/** What the build needs to know. */
export interface WheelBuild {
  readonly run: RunCommand;
  readonly found: TfjsNodePackage;
  /** Folder to work in, removed by the caller. */
  readonly work: string;
  /** Folder that gets the bundle's files. */
  readonly bundle: string;
  readonly wheel?: Wheel;
  readonly python?: string;
  readonly compiler?: string;
  readonly say: (message: string) => void;
}

/** Members of the wheel that the addon's sources include, as prefixes; the libraries come on top. */
const HEADERS = [
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/common_runtime/next_pluggable_device/c/',
  'tensorflow/include/tensorflow/core/platform/',
  'tensorflow/include/tsl/',
  'tensorflow/include/xla/tsl/c/',
];

const EXTRACT = `import sys, zipfile
wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as members:
    for name in members.namelist():
        if name.startswith(tuple(prefixes)):
            members.extract(name, folder)`;

/**
 * Builds tfjs-node's addon against the TensorFlow library of a wheel from PyPI. Throws with what to install when
 * something is missing.
 */
export async function buildFromWheel(build: WheelBuild): Promise<void> {
  const { run, work, say } = build;
  nativeSources(); // throws before the download
  const wheel = build.wheel ?? pinnedWheel();
  if (typeof wheel === 'string') throw new PolyheadError('INSTALL_FAILED', wheel);
  const compiler = await findCompiler(run, build.compiler);
  if (typeof compiler === 'string')
    throw new PolyheadError(
      'INSTALL_FAILED',
      `no C++ compiler was found: ${compiler}. ${compilerAdvice(build.compiler)}`,
    );
  const found = await findPython(run, build.python);
  if (found === undefined)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `no Python 3 was found (tried ${pythonCandidates(build.python)
        .map((words) => words.join(' '))
        .join(', ')}): it downloads the library. ${installHint('python')}`,
    );
  await checkSpace(work, wheel);
  const python = found.pip === undefined ? await pythonWithPip(run, found, work) : found;
  say(
    `downloading ${wheel.project} ${wheel.version} from the Python package index (${Math.round(wheel.bytes / 1e6)} MB)`,
  );
  const file = await downloadWheel(run, python, wheel, work);
  say('taking the library and its headers out of the wheel');
  await extractWheel(run, python, file, work);
  say(`compiling the addon with ${compiler.version}`);
  await moveLibraries(work, build.bundle);
  await compileAddon(build, compiler.command);
}

/** The wheel and what comes out of it are on the disk at the same time. */
async function checkSpace(work: string, wheel: Wheel): Promise<void> {
  const { bavail, bsize } = await statfs(work);
  const needed = wheel.bytes * 4.5;
  if (bavail * bsize < needed)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `${work} has ${gigabytes(bavail * bsize)} free, ${gigabytes(needed)} are needed. Make room, or set POLYHEAD_CACHE to a folder on another disk.`,
    );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** A virtual environment brings its own pip, where Python was packed with it. */
async function pythonWithPip(run: RunCommand, python: Python, work: string): Promise<Python> {
  const folder = join(work, 'venv');
  const made = await runPython(run, python, ['-m', 'venv', folder], { timeoutMs: 120_000 });
  if (!made.ok)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `Python ${python.version} has no pip, and making a virtual environment with one failed: it ${made.failure}. ${installHint('pip')}`,
    );
  const program = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  return { ...python, command: [program] };
}

function runPython(
  run: RunCommand,
  python: Python,
  args: readonly string[],
  options?: RunCommandOptions,
): ReturnType<RunCommand> {
  const [program, ...first] = python.command;
  return run(program, [...first, ...args], options);
}

async function downloadWheel(run: RunCommand, python: Python, wheel: Wheel, work: string): Promise<string> {
  const folder = join(work, 'download');
  await mkdir(folder);
  const target = [
    '--python-version',
    wheel.python,
    '--implementation',
    'cp',
    '--abi',
    `cp${wheel.python}`,
    '--platform',
    wheel.platform,
  ];
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--no-cache-dir',
    '--disable-pip-version-check',
    '--progress-bar',
    'off',
    '--only-binary=:all:',
    ...target,
    '--dest',
    folder,
    `${wheel.project}==${wheel.version}`,
  ];
  // pip stages downloads in TMPDIR, which is often a small file system in memory.
  const result = await runPython(run, python, args, {
    env: { TMPDIR: work, PIP_REQUIRE_VIRTUALENV: '0' },
    timeoutMs: 1_800_000,
  });
  const [name] = result.ok ? await readdir(folder) : [];
  if (name === undefined)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `pip could not download ${wheel.project} ${wheel.version}: it ${result.failure || 'left no file'}\n${errorExcerpt(result)}`,
    );
  const sha256 = await sha256OfFile(join(folder, name));
  if (sha256 !== wheel.sha256)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `the download ${name} was rejected: expected SHA-256 ${wheel.sha256}, got ${sha256}. Another package index or a proxy changed it?`,
    );
  return join(folder, name);
}

async function extractWheel(run: RunCommand, python: Python, file: string, work: string): Promise<void> {
  const wanted = [...HEADERS, ...libraryNames().map((name) => `tensorflow/${name}`)];
  const result = await runPython(run, python, ['-c', EXTRACT, file, join(work, 'wheel'), ...wanted], {
    timeoutMs: 600_000,
  });
  if (!result.ok)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `taking the library out of the wheel failed: Python ${result.failure}\n${errorExcerpt(result)}`,
    );
  await rm(file);
}

async function moveLibraries(work: string, bundle: string): Promise<void> {
  await mkdir(join(bundle, 'deps', 'lib'), { recursive: true });
  for (const name of libraryNames())
    await rename(join(work, 'wheel', 'tensorflow', name), join(bundle, 'deps', 'lib', name));
}
