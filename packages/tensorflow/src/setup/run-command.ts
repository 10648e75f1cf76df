import { type ChildProcess, spawn } from 'node:child_process';

/** Options of {@link RunCommand}. */
export interface RunCommandOptions {
  /** Working directory. Default the current one. */
  readonly cwd?: string;
  /** Environment variables set on top of the current ones; undefined removes one. Default {}. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Longest time that the command may take, in milliseconds; it is killed then. Default 60,000. */
  readonly timeoutMs?: number;
  /** Kills the command when aborted; its reason becomes the failure. Default none. */
  readonly signal?: AbortSignal;
}

/** What became of a command. */
export interface CommandResult {
  /** True when it ran and exited with 0. */
  readonly ok: boolean;
  /** What it wrote to standard output. */
  readonly stdout: string;
  /** What it wrote to standard error. */
  readonly stderr: string;
  /** Why it failed, in words: not found, exit code, signal, out of time. Empty when it did not. */
  readonly failure: string;
}

/** Runs a program, never through a shell, and resolves whatever becomes of it: a failure is a result. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options?: RunCommandOptions,
) => Promise<CommandResult>;

/** {@link RunCommand} with real child processes. */
export const runCommand: RunCommand = (command, args, options = {}) =>
  new Promise((resolve) => {
    const { cwd, env = {}, timeoutMs = 60_000, signal } = options;
    const output = { stdout: '', stderr: '' };
    let killed = '';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const finish = (failure: string): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      // Children of the command may hold the pipes open: nobody waits for them.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ ok: failure === '', ...output, failure });
    };
    const kill = (reason: string): void => {
      if (isDone(child)) return finish(exitText(child.exitCode, child.signalCode));
      killed = reason;
      child.kill('SIGKILL');
    };
    const abort = (): void => kill(String(signal?.reason));
    const timer = setTimeout(() => kill(`took more than ${timeoutMs / 1000} s`), timeoutMs);
    signal?.addEventListener('abort', abort);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.once('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ENOENT' ? 'was not found' : error.message),
    );
    child.once('exit', () => {
      if (killed !== '') finish(killed);
    });
    child.once('close', (code, exitSignal) => finish(exitText(code, exitSignal)));
    if (signal?.aborted === true) abort();
  });

function isDone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function exitText(code: number | null, signal: string | null): string {
  return code === 0 ? '' : code === null ? `was ended by ${signal}` : `exited with code ${code}`;
}

/**
 * The telling lines of what a command wrote, for a message: from the first that speaks of an error, else the last ones.
 */
export function errorExcerpt(result: CommandResult, count = 4): string {
  const text = result.stderr.trim() === '' ? result.stdout : result.stderr;
  const lines = text.trim().split('\n');
  const first = lines.findIndex((line) => /error:/i.test(line));
  return (first < 0 ? lines.slice(-count) : lines.slice(first, first + count)).join('\n').trim();
}
