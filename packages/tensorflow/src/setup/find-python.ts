import type { RunCommand } from './run-command';
import { type Command, splitCommand } from './split-command';

/** A Python 3 on this machine. */
export interface Python {
  /** Program and first arguments, ["py", "-3"]. */
  readonly command: Command;
  /** "3.11.7". */
  readonly version: string;
  /** Version of its pip; undefined when it has none. */
  readonly pip?: string;
}

const ASK = `import sys
try:
    import pip
    found = pip.__version__
except Exception:
    found = ''
print('.'.join(map(str, sys.version_info[:3])), found)`;

/**
 * Finds a Python 3, one with pip when there is one. `python` (an option or POLYHEAD_PYTHON) names the only candidate.
 */
export async function findPython(run: RunCommand, python?: string): Promise<Python | undefined> {
  let second: Python | undefined;
  for (const command of pythonCandidates(python)) {
    const found = await request(run, command);
    if (found?.pip !== undefined) return found;
    second ??= found;
  }
  return second;
}

/** The commands that are tried as Python 3. */
export function pythonCandidates(python?: string): readonly Command[] {
  const only = python ?? process.env['POLYHEAD_PYTHON'];
  if (only !== undefined && only.trim() !== '') {
    const command = splitCommand(only);
    return [typeof command === 'string' ? [only] : command];
  }
  return process.platform === 'win32' ? [['py', '-3'], ['python']] : [['python3'], ['python']];
}

async function request(run: RunCommand, command: Command): Promise<Python | undefined> {
  const [program, ...first] = command;
  const result = await run(program, [...first, '-c', ASK]);
  const [version = '', pip] = result.stdout.trim().split(' ');
  if (!result.ok || !version.startsWith('3.')) return undefined;
  return { command, version, pip };
}
