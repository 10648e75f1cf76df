import { type KernelConfig, mul, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { dataType } from '../graph/graph';
import { nativeOpBuilder } from './native-op-builder';
import { nativeOp } from './native-op';

interface DropoutAttributes {
  readonly rate: number;
  readonly seed: number;
  readonly step: number;
}

/** Dropout whose mask is a function of seed and step, the step being a tensor: x * mask / (1 - rate). */
export const dropoutAtStep: KernelConfig = {
  kernelName: 'PolyheadDropoutAtStep',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, step } = inputs as { x: Tensor; step: Tensor };
    const { rate, seed } = attrs as unknown as DropoutAttributes;
    return tidy(() => applyDropout(backend, x, step, rate, seed));
  },
};

/** The same with the step as a number. */
export const dropout: KernelConfig = {
  kernelName: 'PolyheadDropout',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x } = inputs as { x: Tensor };
    const { rate, seed, step } = attrs as unknown as DropoutAttributes;
    return tidy(() => applyDropout(backend, x, scalar(step, 'int32'), rate, seed));
  },
};

/**
 * Random bits are compared as whole bytes, or as two bytes where the rate is no multiple of 1/256; the scale follows
 * the chance that results.
 * The same operation on the output's gradient is the gradient: a graph computes the mask once. It is a product, which
 * the pass to bfloat16 takes over whole:
 * unlike a selection (Keras, the wasm engine) it leaves NaN where x is NaN or infinite and dropped.
 */
function applyDropout(backend: unknown, x: Tensor, step: Tensor, rate: number, seed: number): Tensor {
  const bytes = Number.isInteger(rate * 256) ? 1 : 2;
  const chances = 256 ** bytes;
  return mul(x, dropoutMask(backend, x, step, seed, bytes, Math.min(Math.round(rate * chances), chances - 1)));
}

/**
 * 0 with probability `dropped` / 256 ** `bytes`, else what keeps the mean. The types on the way are unknown to tfjs, so
 * that this goes by native ids.
 */
function dropoutMask(backend: unknown, x: Tensor, step: Tensor, seed: number, bytes: 1 | 2, dropped: number): Tensor {
  const { native, type, int } = nativeOp(backend);
  const chain = nativeOpBuilder(native);
  const { one, ints } = chain;
  const stepIds = native.getInputTensorIds([step]);
  const dtype = bytes === 1 ? dataType.uint8 : dataType.uint16;
  const perWord = 4 / bytes;
  // Every image gets a whole number of words, so that all sizes are proportional to the batch size.
  const [rows, columns] = x.rank > 1 ? [x.shape[0] as number, x.size / Math.max(1, x.shape[0] as number)] : [1, x.size];
  const words = Math.ceil(columns / perWord);

  const key = one('Pack', [type('T', dataType.int32), int('N', 2), int('axis', 0)], ints([], seed | 0), ...stepIds);
  const noise = one(
    'StatelessRandomUniformFullInt',
    [type('dtype', dataType.int32), type('T', dataType.int32), type('Tseed', dataType.int32)],
    ints([2], rows, words),
    key,
  );
  const parts = reshaped(
    one('Bitcast', [type('T', dataType.int32), type('type', dtype)], noise),
    rows,
    words * perWord,
  );
  const used =
    words * perWord === columns
      ? parts
      : one(
          'Slice',
          [type('T', dtype), type('Index', dataType.int32)],
          parts,
          ints([2], 0, 0),
          ints([2], rows, columns),
        );
  const threshold = one('Cast', [type('SrcT', dataType.int32), type('DstT', dtype)], ints([], dropped));
  const kept = one('GreaterEqual', [type('T', dtype)], reshaped(used, ...x.shape), threshold);
  return chain.finish(
    'SelectV2',
    [type('T', dataType.float32)],
    kept,
    chain.floats([], 1 / (1 - dropped / 256 ** bytes)),
    chain.floats([], 0),
  );

  function reshaped(id: number, ...shape: number[]): number {
    return one('Reshape', [type('T', dtype), type('Tshape', dataType.int32)], id, ints([shape.length], ...shape));
  }
}
