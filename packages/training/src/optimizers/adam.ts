import { assertObject } from '@polyhead/core';
import { adamNames, type AdamOptions, createAdam } from './adam-rule';
import type { Optimizer } from './optimizer';

/**
 * Creates the Adam optimizer (Kingma and Ba, 2014) with the formula of Keras 3: epsilon is added to the root of the
 * uncorrected second moment, and the bias correction is part of the step size.
 *
 * @param options - Learning rate, decay rates of the moments, epsilon and gradient clipping. Default: 0.001, 0.9,
 * 0.999, 1e-7, no clipping.
 * @returns An optimizer for `train`; one optimizer can train any number of networks.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { adam } from '@polyhead/training';
 * const optimizer = adam({ learningRate: 1e-4 });
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  assertObject('adam', options, { optionKeys: adamNames, example: '{ learningRate: 1e-4 }' });
  return createAdam('adam', options);
}
