import { assertObject } from '@polyhead/core';
import { installOptions } from './install';
import { findTfjsNode, missingPackage } from './find-tfjs-node';
import { tryLoadInChildProcess } from './probe-binding';
import { type RunCommand, runCommand } from './run-command';

/**
 * Options of {@link tensorflowStatus}. Those of `install` may be passed as they are: what it does not need is passed
 * over.
 */
export interface TensorFlowStatusOptions {
  /**
   * Folder from which `@tensorflow/tfjs-node` is looked up, as by an import there. Default this package, then the
   * current directory.
   */
  readonly from?: string;
  /** Runs child processes. Default `node:child_process`; tests put another in its place. */
  readonly run?: RunCommand;
}

/** Whether native TensorFlow works here. */
export interface TensorFlowStatus {
  /** True when tfjs-node loads and computes. */
  readonly works: boolean;
  /** Version of the TensorFlow library, "2.21.0". Undefined when it does not work. */
  readonly tensorflow?: string;
  /**
   * Whether it has polyhead's own operations, with which training takes half the time. Undefined when it does not work.
   */
  readonly operations?: boolean;
  /** Why it does not work. Undefined when it does. */
  readonly reason?: string;
  /** Folder of the tfjs-node package. Undefined when it was not found. */
  readonly directory?: string;
  /** Version of the tfjs-node package. Undefined when it was not found, or is broken. */
  readonly tfjsNode?: string;
}

/**
 * Says whether native TensorFlow works here, by loading it in a process of its own (about a second); nothing is loaded
 * into this one.
 * Never throws for a TensorFlow that does not work.
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
