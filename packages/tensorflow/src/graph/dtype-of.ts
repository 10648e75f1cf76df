import type { TensorInfo } from '@tensorflow/tfjs-core';
import { dataType } from './graph';
import { TraceError } from './trace-error';

/** Whether a graph can hold a tensor of this type. */
export function isPlainObject({ dtype }: TensorInfo): boolean {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

/** TensorFlow's type of a tensor that goes into or comes out of a graph. */
export function dtypeOf({ dtype }: TensorInfo): number {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dataType[dtype];
  throw new TraceError(`compile: expected inputs, outputs and variables of float32, int32 or bool, got ${dtype}.`);
}
