import { advice } from './advice';
import type { RunCommand } from './run-command';
import { type Command, splitCommand } from './split-command';

/** A C++ compiler on this machine. */
export interface Compiler {
  /** Program and first arguments, ["g++"] or ["ccache", "g++"]. */
  readonly command: Command;
  /** First line of its `--version`. */
  readonly version: string;
}

/** Finds a C++ compiler; `compiler` (an option or the CXX variable) names the only candidate. */
export async function findCompiler(run: RunCommand, compiler?: string): Promise<Compiler | undefined> {
  for (const candidate of compilerCandidates(compiler)) {
    const command = splitCommand(candidate);
    if (command === undefined) continue;
    const [program, ...first] = command;
    const result = await run(program, [...first, '--version']);
    if (result.ok) return { command, version: result.stdout.split('\n')[0] ?? '' };
  }
  return undefined;
}

/** The commands that are tried as C++ compiler. */
export function compilerCandidates(compiler?: string): readonly string[] {
  const only = chosenCompiler(compiler);
  if (only !== undefined) return [only];
  return process.platform === 'darwin' ? ['clang++', 'g++'] : ['g++', 'clang++', 'c++'];
}

/** What to do if none of the candidates runs. */
export function compilerAdvice(compiler?: string): string {
  return chosenCompiler(compiler) === undefined
    ? advice('compiler')
    : 'Set the option "compiler" or the variable CXX to a command that runs, such as "g++" or "ccache g++", with quotes around a path that has spaces; or leave both out.';
}

/** The compiler that an option or CXX names; undefined if neither does. */
function chosenCompiler(compiler?: string): string | undefined {
  const only = compiler ?? process.env['CXX'];
  return only === undefined || only.trim() === '' ? undefined : only;
}
