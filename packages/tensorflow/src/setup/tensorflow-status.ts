import { assertObject } from '@polyhead/core';
import { installOptions } from './install';
import { findTfjsNode, missingPackage } from './find-tfjs-node';
import { tryLoadInChildProcess } from './probe-binding';
import { type RunCommand, runCommand } from './run-command';

/**
 * Options of {@link tensorflowStatus}. It accepts the options of `install` and ignores those that it does not need.
 */
export interface TensorFlowStatusOptions {
  /**
   * Folder from which `@tensorflow/tfjs-node` is looked up, as by an import there. Default this package, then the
   * current directory.
   */
  readonly from?: string;
  /** Runs child processes. Default `node:child_process`; tests replace it. */
  readonly run?: RunCommand;
}

/** Result of {@link tensorflowStatus}. */
export interface TensorFlowStatus {
  /** True if tfjs-node loads and computes. */
  readonly works: boolean;
  /** Version of the TensorFlow library, "2.21.0". Undefined if it does not work. */
  readonly tensorflow?: string;
  /**
   * True if it has polyhead's custom operations, with which training takes half the time. Undefined if it does not
   * work.
   */
  readonly operations?: boolean;
  /** Why it does not work. Undefined if it works. */
  readonly reason?: string;
  /** Folder of the tfjs-node package. Undefined if it was not found. */
  readonly directory?: string;
  /** Version of the tfjs-node package. Undefined if it was not found, or is broken. */
  readonly tfjsNode?: string;
}

/**
 * Checks whether native TensorFlow works on this machine, by loading it in a child process, which takes about a second.
 * Nothing is loaded into this process.
 *
 * @param options - Where to look for tfjs-node. Default: this package, then the current directory.
 * @returns The status; a TensorFlow that does not work is a result with `works: false`, not an error.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an option is wrong.
 *
 * @example
 * ```ts
 * import { tensorflowStatus } from '@polyhead/tensorflow';
 * const { works, reason } = await tensorflowStatus();
 * ```
 */
export async function tensorflowStatus(options: TensorFlowStatusOptions = {}): Promise<TensorFlowStatus> {
  assertObject('tensorflowStatus', options, { optionKeys: installOptions, example: "{ from: '/srv/app' }" });
  const found = findTfjsNode(options.from);
  if (found === undefined) return { works: false, reason: missingPackage('tensorflowStatus', options.from) };
  if ('problem' in found) return { works: false, reason: found.problem, directory: found.directory };
  const probe = await tryLoadInChildProcess(options.run ?? runCommand, found);
  return { ...probe, directory: found.directory, tfjsNode: found.version };
}
