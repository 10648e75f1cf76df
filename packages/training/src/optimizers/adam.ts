import { assertObject } from '@polyhead/core';
import { adamNames, type AdamOptions, createAdam } from './adam-rule';
import type { Optimizer } from './optimizer';

/**
 * Adam (Kingma and Ba, 2014) with Keras 3's formula: epsilon is added to the root of the uncorrected second moment, the
 * bias correction goes into the step.
 *
 * Throws if a setting is out of its range.
 *
 * @example
 * ```ts
 * import { adam } from '@polyhead/training';
 * const optimizer = adam({ learningRate: 1e-4 });
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  assertObject('adam', options, { names: adamNames, example: '{ learningRate: 1e-4 }' });
  return createAdam('adam', options);
}
