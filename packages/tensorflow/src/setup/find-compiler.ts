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
  const only = compiler ?? process.env['CXX'];
  const candidates = only !== undefined && only !== '' ? [only] : process.platform === 'darwin' ? ['clang++', 'g++'] : ['g++', 'clang++', 'c++'];
  for (const command of candidates) {
    const result = await run(command, ['--version']);
    if (result.ok) return { command, version: result.stdout.split('\n')[0] ?? '' };
  }
  return undefined;
}
