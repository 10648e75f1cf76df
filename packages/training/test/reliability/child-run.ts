// Starts a training run in a separate process and watches it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CorruptCheckpoint } from '@polyhead/training';

/** What the run tells. */
export interface Message {
  readonly begun?: { readonly epoch: number; readonly batch: number };
  readonly resumed?: {
    readonly folder: string;
    readonly damaged: readonly CorruptCheckpoint[];
    readonly changed: readonly string[];
  } | null;
  readonly epoch?: number;
  readonly batch?: number;
  readonly ended?: boolean;
}

/** A run in another process. */
export interface ChildRun {
  readonly process: ChildProcess;
  /** All it told so far. */
  readonly messages: readonly Message[];
  /** What it wrote to stderr. */
  errors(): string;
  /** Resolves when it has told as many batches, or has ended. */
  batches(count: number): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

/** Runs that have not ended: a test that fails leaves none behind. */
const running = new Set<ChildProcess>();
afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

export function startRun(
  folder: string,
  epochs: number,
  script = join(__dirname, 'run.ts'),
  words: readonly string[] = [],
): ChildRun {
  const child = spawn(
    process.execPath,
    ['--conditions=@polyhead/source', '--import', 'tsx', script, folder, String(epochs), ...words],
    {
      cwd: resolve(__dirname, '../../../..'),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const messages: Message[] = [];
  let errors = '';
  child.on('message', (message) => messages.push(message as Message));
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  const exit = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  let over = false;
  running.add(child);
  void exit.then(() => (over = running.delete(child)));
  const batches = async (count: number): Promise<void> => {
    while (!over && messages.filter(({ batch }) => batch !== undefined).length < count)
      await Promise.race([once(child, 'message'), exit]);
  };
  return { process: child, messages, errors: () => errors, batches, exit };
}

/**
 * Everything in a checkpoint that depends neither on the time nor on the machine: the sums of all bytes of arrays and
 * weights (jest would take minutes to show how bytes differ), and the state without seconds and engine.
 */
export async function timelessBytes(checkpoint: string): Promise<{ arrays: string; weights: string; state: unknown }> {
  const json = await readFile(join(checkpoint, 'state.json'), 'utf8');
  const state: unknown = JSON.parse(json, (key, value: unknown) =>
    ['seconds', 'imagesPerSecond', 'environment'].includes(key) ? 0 : value,
  );
  const sumOf = async (...name: string[]): Promise<string> =>
    createHash('sha256')
      .update(await readFile(join(checkpoint, ...name)))
      .digest('hex');
  return { arrays: await sumOf('arrays.bin'), weights: await sumOf('model', 'weights.bin'), state };
}
