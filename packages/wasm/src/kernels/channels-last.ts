import { getKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelArguments } from './kernel-arguments';

const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];

/**
 * Runs `compute` on NHWC tensors: tensors in NCHW are transposed before, the result back after. `compute` gets NHWC
 * inputs and shape.
 */
export function channelsLast(
  { backend }: KernelArguments,
  dataFormat: string | undefined,
  inputs: readonly TensorInfo[],
  compute: (inputs: readonly TensorInfo[]) => TensorInfo,
  transposeBack: boolean,
): TensorInfo {
  if (dataFormat !== 'NCHW') return compute(inputs);
  const moved = inputs.map((x) => transpose(x, TO_LAST, backend));
  const result = compute(moved);
  moved.forEach(({ dataId }) => backend.disposeData(dataId));
  if (!transposeBack) return result;
  const back = transpose(result, TO_FIRST, backend);
  backend.disposeData(result.dataId);
  return back;
}

/** A shape of NCHW as NHWC. */
export function shapeToLast(shape: readonly number[], dataFormat: string | undefined): readonly number[] {
  return dataFormat === 'NCHW' ? TO_LAST.map((axis) => shape[axis] ?? 1) : shape;
}

function transpose(x: TensorInfo, perm: number[], backend: KernelArguments['backend']): TensorInfo {
  const kernel = getKernel('Transpose', 'wasm');
  return kernel.kernelFunc({ inputs: { x }, attrs: { perm }, backend }) as TensorInfo;
}
