import type { TensorInfo } from '@tensorflow/tfjs-core';
import { dataType } from './graph';
import { untraceable } from './untraceable';

/** True if a graph can hold a tensor of this type. */
export function isGraphDtype({ dtype }: TensorInfo): boolean {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

/** Returns TensorFlow's data type of an input, output or variable of a graph. Throws UNTRACEABLE for other types. */
export function dtypeOf({ dtype }: TensorInfo): number {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dataType[dtype];
  throw untraceable(`compile: expected inputs, outputs and variables of float32, int32 or bool, got ${dtype}.`);
}
