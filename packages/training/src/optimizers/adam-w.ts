import { assertObject } from '@polyhead/core';
import { adamNames, type AdamOptions, createAdam } from './adam-rule';
import type { Optimizer } from './optimizer';

/** Options of {@link adamW}. */
export interface AdamWOptions extends AdamOptions {
  /** Share of a weight, times the learning rate, that is taken off at every step. Default 0.004. */
  readonly weightDecay?: number;
  /** Weights whose name contains one of these do not decay. Default []. */
  readonly exclude?: readonly string[];
}

const optionNames = { ...adamNames, weightDecay: true, exclude: true } satisfies Record<keyof AdamWOptions, true>;

/**
 * Creates the AdamW optimizer, Adam with decoupled weight decay (Loshchilov and Hutter, 2017), with the formula of
 * Keras 3.
 *
 * @param options - Learning rate, decay rates of the moments, epsilon, weight decay and gradient clipping. Default:
 * 0.001, 0.9, 0.999, 1e-7, 0.004, no clipping.
 * @returns An optimizer for `train`; one optimizer can train any number of networks.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { adamW } from '@polyhead/training';
 * const optimizer = adamW({ learningRate: 1e-3, weightDecay: 0.01, exclude: ['bias', 'gamma', 'beta'] });
 * ```
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  assertObject('adamW', options, { optionKeys: optionNames, example: '{ learningRate: 1e-3, weightDecay: 0.01 }' });
  const { weightDecay = 0.004, exclude = [], ...rest } = options;
  return createAdam('adamW', rest, { weightDecay, exclude });
}
