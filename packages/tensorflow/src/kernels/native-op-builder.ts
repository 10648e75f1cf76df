import type { Tensor } from '@tensorflow/tfjs-core';
import type { NativeAttribute, NativeBackend, NativeTensor } from '../graph/binding';
import { dataType } from '../graph/graph';

/**
 * Native operations in a row, by ids: for tensors on the way whose types tfjs does not know. Whatever throws frees all
 * that was made before.
 */
export interface NativeOpBuilder {
  /** Runs an operation with one output. */
  one(op: string, attributes: readonly NativeAttribute[], ...inputs: number[]): number;
  /** An int32 tensor. */
  ints(shape: readonly number[], ...values: number[]): number;
  /** A float32 tensor. */
  floats(shape: readonly number[], ...values: number[]): number;
  /** Runs the last operation, frees all that was made before and hands out its output. */
  finish(op: string, attributes: readonly NativeAttribute[], ...inputs: number[]): Tensor;
}

export function nativeOpBuilder(backend: NativeBackend): NativeOpBuilder {
  const { binding } = backend;
  const made: number[] = [];
  const noted = (id: number): number => {
    made.push(id);
    return id;
  };
  const free = (): void => made.splice(0).forEach((id) => binding.deleteTensor(id));
  const freeing = <Result>(action: () => Result): Result => {
    try {
      return action();
    } catch (error) {
      free();
      throw error;
    }
  };
  const run = (op: string, attributes: readonly NativeAttribute[], inputs: readonly number[]): NativeTensor =>
    freeing(() => binding.executeOp(op, attributes, inputs, 1)[0] as NativeTensor);
  const tensor = (shape: readonly number[], dtype: number, values: ArrayBufferView): number =>
    noted(freeing(() => binding.createTensor(shape, dtype, values)));
  return {
    one: (op, attributes, ...inputs) => noted(run(op, attributes, inputs).id),
    ints: (shape, ...values) => tensor(shape, dataType.int32, Int32Array.from(values)),
    floats: (shape, ...values) => tensor(shape, dataType.float32, Float32Array.from(values)),
    finish: (op, attributes, ...inputs) => {
      const last = run(op, attributes, inputs);
      free();
      return backend.createOutputTensor(last) as Tensor;
    },
  };
}
