import type { CommandResult, InstallOptions, InstallProgress, RunCommand, Wheel } from '@polyhead/tensorflow';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const WHEEL = 'a wheel';
export const CC = process.platform === 'darwin' ? 'libtensorflow_cc.2.dylib' : 'libtensorflow_cc.so.2';

/** The wheel that the fake package index has. */
export const wheel: Wheel = {
  project: 'tensorflow-cpu',
  version: '9.9.9',
  python: '312',
  platform: 'any',
  sha256: createHash('sha256').update(WHEEL).digest('hex'),
  bytes: 1000,
};

/**
 * What a fake machine has; all of it by default, but for the install script, which fails as it does behind most
 * firewalls.
 */
export interface FakeMachineOptions {
  readonly python?: boolean;
  readonly pip?: boolean;
  readonly venv?: boolean;
  readonly compiler?: boolean;
  /** True if the custom operations compile. */
  readonly operations?: boolean;
  /** What the package index serves. */
  readonly served?: string;
  /** What the install script does in the folder that it runs in; returns its failure. */
  readonly script?: (folder: string) => string;
  /** Whether an addon that was built loads. */
  readonly loads?: boolean;
  /** What an addon that loads prints; its result by default. */
  readonly prints?: string;
}

/** A folder for packages and a cache, and a runner that plays Node, Python and the compiler. */
export function fakeMachine(machine: FakeMachineOptions = {}) {
  const {
    python = true,
    pip = true,
    venv = false,
    compiler = true,
    operations = true,
    served = WHEEL,
    script = () => 'exited with code 1',
    loads = true,
    prints,
  } = machine;
  const root = mkdtempSync(join(tmpdir(), 'polyhead-fake-'));
  const calls: string[] = [];
  const news: InstallProgress[] = [];

  const answer = (command: string, args: readonly string[]): string | { failure: string } => {
    const text = args.join(' ');
    if (command === 'ccache') return answer(args[0] ?? '', args.slice(1));
    if (command === process.execPath && args[0] === '-e') return probe(args[2] ?? '');
    if (command === process.execPath) return verdict(script(dirname(dirname(args[0] ?? ''))));
    if (/g\+\+|clang|c\+\+$/.test(command)) return compiler ? compile(args, operations) : { failure: 'was not found' };
    if (!python) return { failure: 'was not found' };
    if (text.includes('version_info')) return `3.12.1 ${pip ? '24.0' : ''}`;
    if (text.includes('venv')) return verdict(venv ? '' : 'exited with code 1');
    if (text.includes('pip download'))
      return put(join(args[args.indexOf('--dest') + 1] ?? '', 'tensorflow.whl'), served);
    return extract(args[3] ?? '', args.slice(4));
  };
  const probe = (directory: string): string | { failure: string } => {
    const good =
      loads &&
      readFileSync(join(directory, 'lib/napi-v8/tfjs_binding.node'), 'utf8') === 'addon' &&
      readFileSync(join(directory, 'deps/lib', CC), 'utf8') === `tensorflow/${CC}`;
    const kernels = join(directory, 'deps/lib/libpolyhead_kernels.so');
    const ours = existsSync(kernels) && readFileSync(kernels, 'utf8') === 'addon';
    return good
      ? (prints ?? `\n${JSON.stringify({ tensorflow: '9.9.9', product: [17, 39], operations: ours })}`)
      : { failure: 'was ended by SIGSEGV' };
  };
  const run: RunCommand = async (command, args): Promise<CommandResult> => {
    calls.push([command, ...args].join(' '));
    const said = answer(command, args);
    return typeof said === 'string'
      ? { ok: true, stdout: said, stderr: '', failure: '' }
      : { ok: false, stdout: '', stderr: '', failure: said.failure };
  };
  /** Puts a tfjs-node without an addon into a new project, and returns the project's folder. */
  const project = (name = 'project'): string => {
    const folder = join(root, name);
    put(
      join(folder, 'node_modules/@tensorflow/tfjs-node/package.json'),
      JSON.stringify({ name: '@tensorflow/tfjs-node', version: '4.22.0', main: 'index.js' }),
    );
    put(join(folder, 'node_modules/@tensorflow/tfjs-node/index.js'), "throw new Error('no addon');");
    return folder;
  };
  const cache = join(root, 'cache');
  const options = (from: string): InstallOptions => ({
    from,
    cache,
    run,
    wheel,
    onProgress: (progress) => news.push(progress),
  });
  return {
    calls,
    news,
    run,
    project,
    cache,
    options,
    package: (folder: string) => join(folder, 'node_modules/@tensorflow/tfjs-node'),
    entry: () => join(cache, 'tensorflow', readdirSync(join(cache, 'tensorflow'))[0] ?? ''),
    remove: () => rmSync(root, { recursive: true }),
  };
}

function put(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return '';
}

function verdict(failure: string): string | { failure: string } {
  return failure === '' ? '' : { failure };
}

function compile(args: readonly string[], operations: boolean): string | { failure: string } {
  if (!operations && args.some((argument) => argument.includes('loops.cc'))) return { failure: 'exited with code 1' };
  const output = args[args.indexOf('-o') + 1] ?? '';
  return args.at(-1) === '--version' ? 'g++ 12\nmore' : put(output, 'addon');
}

function extract(folder: string, members: readonly string[]): string {
  for (const member of members) if (!member.endsWith('/')) put(join(folder, member), member);
  return existsSync(folder) ? '' : 'nothing';
}
