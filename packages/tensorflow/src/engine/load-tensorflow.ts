import { assertObject, errorMessage, PolyheadError } from '@polyhead/core';
import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { createRequire } from 'node:module';
import { registerDilatedGradients } from '../kernels/dilated-gradients';
import { guardConvolutions } from '../kernels/guard-convolutions';
import { keepGradients } from '../kernels/keep-gradients';
import { requireTfjsNode } from '../setup/find-tfjs-node';
import { remedy } from '../setup/remedy';
import { restoreNodeUtil } from '../setup/restore-node-util';

/**
 * The module `@tensorflow/tfjs-node`: all of tfjs, with the native backend. The types are those of tfjs-core and
 * tfjs-layers, because tfjs-node is optional. For the rest, such as `tf.node`, import `@tensorflow/tfjs-node` after
 * {@link loadTensorFlow} has loaded it, or cast to `typeof import('@tensorflow/tfjs-node')`.
 */
export type TensorFlow = typeof core & typeof layers & { readonly version: Readonly<Record<string, string>> };

/** Options of {@link loadTensorFlow}. */
export interface LoadTensorFlowOptions {
  /**
   * Folder from which `@tensorflow/tfjs-node` is looked up, as by an import there. Default this package, then the
   * current directory.
   */
  readonly from?: string;
}

const optionNames = { from: true } satisfies Record<keyof LoadTensorFlowOptions, true>;

/**
 * Imports tfjs-node, which makes native TensorFlow the backend of tfjs. It works on Node 20 to 24 and prints nothing:
 * notices of TensorFlow below errors are off unless the TF_CPP_MIN_LOG_LEVEL variable turns them on.
 *
 * @param options - Where to look for tfjs-node. Default: this package, then the current directory.
 * @returns The module `@tensorflow/tfjs-node`.
 * @throws {PolyheadError} `ENGINE_UNAVAILABLE` if the package is missing or does not load, with the reason and the
 *   command that fixes it.
 *
 * @example
 * ```ts
 * import { loadTensorFlow } from '@polyhead/tensorflow';
 * const tf = await loadTensorFlow();
 * const product = tf.matMul([[1, 2]], [[3], [4]]);
 * ```
 */
export async function loadTensorFlow(options: LoadTensorFlowOptions = {}): Promise<TensorFlow> {
  assertObject('loadTensorFlow', options, { optionKeys: optionNames, example: "{ from: '/srv/app' }" });
  const found = requireTfjsNode('loadTensorFlow', options.from);
  restoreNodeUtil();
  // The library reads these variables when it is loaded, and so do child processes.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // TensorFlow leaves oneDNN off on processors without AVX512_VNNI, where training is 2.5 times as fast with it.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  try {
    const tensorFlow = keepGradients(() => createRequire(found.binding)(found.directory) as TensorFlow);
    guardConvolutions();
    registerDilatedGradients();
    return tensorFlow;
  } catch (error) {
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      `loadTensorFlow: ${found.directory} does not load on this machine. ${remedy('install')} Reason: ${errorMessage(error)}`,
      { where: 'loadTensorFlow', path: found.directory, cause: error },
    );
  }
}
