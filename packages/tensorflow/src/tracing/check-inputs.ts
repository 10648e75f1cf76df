import { Tensor } from '@tensorflow/tfjs-core';
import { type Bytes, type Inputs, isBytes } from './inputs';
import { dtypeOf } from '../graph/dtype-of';
import { invalidArgument } from '@polyhead/core';

/**
 * Throws if an input is none, and a TraceError where a graph cannot hold it: TensorFlow would not notice, or would
 * say so in words of its own.
 */
export function checkInputs(inputs: Inputs): void {
  for (const [name, input] of Object.entries<Tensor | Bytes | null | undefined>(inputs)) {
    if (input instanceof Tensor) checkTensor(name, input);
    else if (typeof input === 'object' && input !== null && isBytes(input)) checkBytes(name, input);
    else
      throw invalidArgument(
        'compile',
        `expected the input "${name}" to be a tensor or { bytes, shape }`,
        typeof input === 'object' ? JSON.stringify(input) : String(input),
      );
  }
}

function checkTensor(name: string, tensor: Tensor): void {
  if (tensor.isDisposed)
    throw invalidArgument(
      'compile',
      `expected the input "${name}" to have values`,
      'a tensor that was disposed',
      'Dispose it after the run.',
    );
  dtypeOf(tensor);
}

function checkBytes(name: string, { bytes, shape }: Bytes): void {
  const size = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== size)
    throw invalidArgument(
      'compile',
      `expected the input "${name}" to have ${size} bytes for its shape [${shape.join(', ')}]`,
      bytes.length,
    );
}
