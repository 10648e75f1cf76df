// Runs the fuzz of convolutions and poolings in a process whose memory is checked, and sums up what it finds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describeOperation, type WindowOperation } from './window-operations';

const folder = dirname(fileURLToPath(import.meta.url));

/** A line that the process writes. */
export interface WindowLine {
  readonly isChecked?: boolean;
  readonly begun?: WindowOperation;
  readonly engine?: string;
  readonly computed?: readonly string[];
  readonly rejected?: string;
  readonly wrong?: string;
  readonly ended?: boolean;
}

/** What a fuzz found. */
export interface WindowFindings {
  /** True if the process checked every freed block of memory. */
  isChecked: boolean;
  /** Operations that were computed on the reference. */
  operations: number;
  /** Results and gradients that were as expected, by engine. */
  readonly right: Record<string, number>;
  /** Wrong results and crashes, one a line. */
  readonly faults: string[];
  /** How often an engine rejected an operation, by engine and reason. */
  readonly rejected: Record<string, number>;
}

/**
 * Glibc checks the end of each block when it is freed, and fills fresh memory with a pattern. The library must be
 * preloaded since glibc 2.34; other systems ignore all three.
 */
export const checkedMemory = {
  LD_PRELOAD: 'libc_malloc_debug.so.0',
  MALLOC_CHECK_: '3',
  MALLOC_PERTURB_: '165',
} as const;

/** Starts a program of this folder in a process whose memory is checked. */
export function startChecked(program: string, words: readonly string[]): ReturnType<typeof spawn> {
  const memory = process.platform === 'linux' ? checkedMemory : {};
  return spawn(
    process.execPath,
    ['--conditions=@polyhead/source', '--import', 'tsx', join(folder, program), ...words],
    {
      cwd: resolve(folder, '../../../..'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...memory, NODE_OPTIONS: '', TF_NUM_INTRAOP_THREADS: '1' },
    },
  );
}

/** Computes `count` random operations on every engine. The same seed gives the same operations. */
export async function fuzzWindows(seed: number, count: number): Promise<WindowFindings> {
  const child = startChecked('window-run.ts', [String(seed), String(count)]);
  const found: WindowFindings = { isChecked: false, operations: 0, right: {}, faults: [], rejected: {} };
  const closed = once(child, 'close');
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  let [operation, ended] = ['none', false];
  for await (const text of createInterface({ input: child.stdout! })) {
    const line = JSON.parse(text) as WindowLine;
    if (line.begun !== undefined) operation = describeOperation(line.begun);
    ended ||= line.ended === true;
    note(found, line, operation);
  }
  const [code, signal] = (await closed) as [number | null, string | null];
  if (!ended || code !== 0)
    found.faults.push(`the process ended with ${signal ?? code} at or soon after ${operation}: ${errors.slice(-500)}`);
  return found;
}

function note(found: WindowFindings, line: WindowLine, operation: string): void {
  const { engine, computed, rejected, wrong } = line;
  if (line.isChecked === true) found.isChecked = true;
  if (line.begun !== undefined) found.operations++;
  if (engine === undefined) return;
  if (wrong !== undefined) found.faults.push(`${engine}: ${wrong} at ${operation}`);
  if (computed !== undefined) found.right[engine] = (found.right[engine] ?? 0) + computed.length;
  if (rejected === undefined) return;
  const reason = `${engine}: ${rejected.replace(/\d+/g, 'N').slice(0, 160)}`;
  found.rejected[reason] = (found.rejected[reason] ?? 0) + 1;
}
