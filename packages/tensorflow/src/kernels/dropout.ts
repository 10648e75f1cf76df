import { type KernelConfig, mul, scalar, type Tensor, type TensorInfo, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { dataType } from '../compile/graph';
import type { NativeAttribute } from '../compile/binding';
import { nativeOf } from './native-of';

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
    return tidy(() => drop(backend, x, step, rate, seed));
  },
};

/** The same with the step as a number. */
export const dropout: KernelConfig = {
  kernelName: 'PolyheadDropout',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x } = inputs as { x: Tensor };
    const { rate, seed, step } = attrs as unknown as DropoutAttributes;
    return tidy(() => drop(backend, x, scalar(step, 'int32'), rate, seed));
  },
};

/**
 * Random bits are compared as whole bytes, or as two bytes where the rate is no multiple of 1/256; the scale follows the chance that results.
 * The same operation on the output's gradient is the gradient: a graph computes the mask once.
 */
function drop(backend: unknown, x: Tensor, step: Tensor, rate: number, seed: number): Tensor {
  const { native, type, int } = nativeOf(backend);
  const one = (op: string, attributes: readonly NativeAttribute[], ...inputs: TensorInfo[]): Tensor => native.executeSingleOutput(op, attributes, inputs) as Tensor;
  const bytes = Number.isInteger(rate * 256) ? 1 : 2;
  const dtype = bytes === 1 ? dataType.uint8 : dataType.uint16;
  const dropped = Math.round(rate * 256 ** bytes);
  const perWord = 4 / bytes;
  // Every picture gets whole words of its own, so that all sizes grow evenly with the batch.
  const [rows, columns] = x.rank > 1 ? [x.shape[0] as number, x.size / Math.max(1, x.shape[0] as number)] : [1, x.size];
  const words = Math.ceil(columns / perWord);

  const key = one('Pack', [type('T', dataType.int32), int('N', 2), int('axis', 0)], scalar(seed | 0, 'int32'), step);
  const noise = one('StatelessRandomUniformFullInt', [type('dtype', dataType.int32), type('T', dataType.int32), type('Tseed', dataType.int32)], tensor1d([rows, words], 'int32'), key);
  const parts = reshaped(one('Bitcast', [type('T', dataType.int32), type('type', dtype)], noise), [rows, words * perWord]);
  const used = words * perWord === columns ? parts : sliced(parts, [rows, columns]);
  const threshold = one('Cast', [type('SrcT', dataType.int32), type('DstT', dtype)], scalar(dropped, 'int32'));
  const kept = one('GreaterEqual', [type('T', dtype)], reshaped(used, x.shape), threshold);
  const mask = one('Cast', [type('SrcT', dataType.bool), type('DstT', dataType.float32)], kept);
  return mul(mul(x, 1 / (1 - dropped / 256 ** bytes)), mask);

  function reshaped(tensor: Tensor, shape: readonly number[]): Tensor {
    return one('Reshape', [type('T', dtype), type('Tshape', dataType.int32)], tensor, tensor1d([...shape], 'int32'));
  }
  function sliced(tensor: Tensor, size: readonly number[]): Tensor {
    return one('Slice', [type('T', dtype), type('Index', dataType.int32)], tensor, tensor1d([0, 0], 'int32'), tensor1d([...size], 'int32'));
  }
}
