import type { RunCommand } from './run-command';

/** A C++ compiler on this machine. */
export interface Compiler {
  /** Program, "g++". */
  readonly command: string;
  /** First line of its `--version`. */
  readonly version: string;
}

/** Finds a C++ compiler; `compiler` (an option or the CXX variable) names the only candidate. */
export async function findCompiler(run: RunCommand, compiler?: string): Promise<Compiler | undefined> {
  for (const command of compilerCandidates(compiler)) {
    const result = await run(command, ['--version']);
    if (result.ok) return { command, version: result.stdout.split('\n')[0] ?? '' };
  }
  return undefined;
}

/** The programs that are tried as C++ compiler. */
export function compilerCandidates(compiler?: string): readonly string[] {
  const only = compiler ?? process.env['CXX'];
  if (only !== undefined && only !== '') return [only];
  return process.platform === 'darwin' ? ['clang++', 'g++'] : ['g++', 'clang++', 'c++'];
}
