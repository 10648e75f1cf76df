import { expectObject } from '@polyhead/tasks';
import { adamNames, type AdamOptions, adamRule } from './adam-rule';
import type { Optimizer } from './optimizer';

/**
 * Adam (Kingma and Ba, 2014) with Keras 3's formula: epsilon is added to the root of the uncorrected second moment, the
 * bias correction goes into the step.
 *
 * Throws where a setting is out of its range.
 *
 * @example
 * ```ts
 * import { adam } from '@polyhead/training';
 * const optimizer = adam({ learningRate: 1e-4 });
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  expectObject('adam', options, { names: adamNames, example: '{ learningRate: 1e-4 }' });
  return adamRule('adam', options);
}
