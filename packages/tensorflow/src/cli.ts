import { Command, Option } from 'commander';
import { doctor, type DoctorOptions, type DoctorReport } from './setup/doctor';
import { install, type InstallOptions, type InstallMethod } from './setup/install';
import { remedy } from './setup/remedy';

interface CliOptions extends Pick<InstallOptions, 'from' | 'cache' | 'python' | 'compiler'>, DoctorOptions {
  readonly way?: InstallMethod[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--from <folder>', 'folder from which @tensorflow/tfjs-node is looked up')
    .option('--cache <folder>', "folder of the cache (default: POLYHEAD_CACHE, else the user's cache folder)")
    .option('--python <program>', 'Python 3 program (default: POLYHEAD_PYTHON, else python3, python)')
    .option('--compiler <program>', 'C++ compiler, such as "ccache g++" (default: CXX, else g++, clang++)')
    .option('--json', 'print the result as JSON');
}

async function runInstall({ way, json, quiet, ...options }: CliOptions): Promise<void> {
  const started = performance.now();
  const result = await install({
    ...options,
    ways: way,
    onProgress: (progress) => {
      if (quiet !== true && json !== true) console.error(`${progress.way}: ${progress.message}`);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(
    json === true
      ? JSON.stringify(result)
      : `Native TensorFlow ${result.tensorflow} works (${result.way}, ${seconds.toFixed(1)} s): ${result.directory}`,
  );
}

async function runDoctor({ json, ...options }: CliOptions): Promise<void> {
  const report = await doctor(options);
  console.log(json === true ? JSON.stringify(report, undefined, 2) : describe(report));
  process.exitCode = report.ok ? 0 : 1;
}

function describe({ ok, checks }: DoctorReport): string {
  const lines = checks.map(
    (check) =>
      `${check.ok ? 'ok' : '--'}  ${check.name.padEnd(10)}  ${check.found}${check.advice === undefined ? '' : `\n${' '.repeat(16)}${check.advice}`}`,
  );
  return [...lines, ok ? 'Native TensorFlow works.' : `Native TensorFlow does not work yet. ${remedy('install')}`].join(
    '\n',
  );
}

/**
 * Runs the command `polyhead`, of which the package `polyhead` is the program: `install` and `doctor` for native
 * TensorFlow. Prints its results, and sets the exit code of the process to 1 if it fails.
 *
 * @param words The words of the command line after the program, e.g. `['install', '--json']`.
 */
export async function runCli(words: readonly string[]): Promise<void> {
  const ways = new Option('--way <way...>', 'only these ways, in this order').choices([
    'present',
    'cache',
    'wheel',
    'script',
  ]);
  const program = new Command('polyhead')
    .description('Gets native TensorFlow (tfjs-node) running on this machine.')
    .addCommand(
      command('install', 'make @tensorflow/tfjs-node work')
        .addOption(ways)
        .option('--quiet', 'print the result only')
        .action(runInstall),
    )
    .addCommand(command('doctor', 'report what works and what is missing').action(runDoctor));
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
