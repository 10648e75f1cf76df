import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTypescript } from '../run-typescript';
import { programPath } from './commit-tree';
import type { Measurement } from './judge';

/** What the program of a tree prints for one workload. */
export interface WorkloadTimes extends Measurement {
  readonly definition: string;
}

/** Definitions of a tree's workloads, by name. */
export function listWorkloads(tree: string, images: string | undefined): Readonly<Record<string, string>> {
  return runProgram(tree, ['--list', ...imageArguments(images)]) as Record<string, string>;
}

/** Runs a workload of a tree in a separate process. Throws with the process's error output if it fails. */
export function runWorkload(tree: string, name: string, images: string | undefined): WorkloadTimes {
  return runProgram(tree, [name, ...imageArguments(images)]) as WorkloadTimes;
}

function imageArguments(images: string | undefined): string[] {
  return images === undefined ? [] : ['--images', images];
}

/** The last line of a tree's program, read as JSON. */
function runProgram(tree: string, args: readonly string[]): unknown {
  const program = pathToFileURL(join(tree, programPath));
  const output = execFileSync(process.execPath, [...runTypescript(program), ...args], {
    cwd: tree,
    env: { TF_CPP_MIN_LOG_LEVEL: '3', ...process.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1e8,
  });
  return JSON.parse(output.toString().trim().split('\n').at(-1) ?? '');
}
