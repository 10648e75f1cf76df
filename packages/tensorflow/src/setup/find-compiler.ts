import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHint } from './install-hint';
import { type RunCommand, errorExcerpt } from './run-command';
import { type Command, splitCommand } from './split-command';

/** A C++ compiler on this machine. */
export interface Compiler {
  /** Program and first arguments, ["g++"] or ["ccache", "g++"]. */
  readonly command: Command;
  /** First line of its `--version`. */
  readonly version: string;
}

/**
 * Finds a C++ compiler that compiles C++17; `compiler` (an option or the CXX variable) names the only candidate.
 *
 * @returns The compiler, or what is wrong with every candidate.
 */
export async function findCompiler(run: RunCommand, compiler?: string): Promise<Compiler | string> {
  const problems: string[] = [];
  for (const candidate of compilerCandidates(compiler)) {
    const command = splitCommand(candidate);
    const found = typeof command === 'string' ? command : await tryCompiler(run, command);
    if (typeof found !== 'string') return found;
    problems.push(`${candidate} ${found}`);
  }
  return problems.join('; ');
}

/** The compiler if it works, else why it does not: many programs that compile nothing answer `--version`. */
async function tryCompiler(run: RunCommand, command: Command): Promise<Compiler | string> {
  const [program, ...first] = command;
  const version = await run(program, [...first, '--version']);
  if (!version.ok) return version.failure;
  const folder = await mkdtemp(join(tmpdir(), 'polyhead-compiler-'));
  try {
    const [source, library] = [join(folder, 'test.cc'), join(folder, 'test.so')];
    await writeFile(source, '#include <string>\nint sizeOf(const std::string &text) { return int(text.size()); }\n');
    const compiled = await run(program, [...first, '-std=c++17', '-fPIC', '-shared', source, '-o', library]);
    if (!compiled.ok) return `does not compile C++17: it ${compiled.failure}\n${errorExcerpt(compiled)}`.trimEnd();
    if (!existsSync(library)) return 'does not compile C++17: it wrote no file';
    return { command, version: version.stdout.split('\n')[0] ?? '' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The commands that are tried as C++ compiler. */
function compilerCandidates(compiler?: string): readonly string[] {
  const only = chosenCompiler(compiler);
  if (only !== undefined) return [only];
  return process.platform === 'darwin' ? ['clang++', 'g++'] : ['g++', 'clang++', 'c++'];
}

/** What to do if none of the candidates works. */
export function compilerAdvice(compiler?: string): string {
  return chosenCompiler(compiler) === undefined
    ? installHint('compiler')
    : 'Set the option "compiler" or the variable CXX to a compiler of C++17, such as "g++" or "ccache g++", with quotes around a path that has spaces; or leave both out.';
}

/** The compiler that an option or CXX names; undefined if neither does. */
function chosenCompiler(compiler?: string): string | undefined {
  const only = compiler ?? process.env['CXX'];
  return only === undefined || only.trim() === '' ? undefined : only;
}
