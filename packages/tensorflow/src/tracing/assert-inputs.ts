import { Tensor } from '@tensorflow/tfjs-core';
import { type ByteInput, type Inputs, isBytes } from './inputs';
import { dtypeOf } from '../graph/dtype-of';
import { invalidArgument } from '@polyhead/core';

/**
 * Throws INVALID_ARGUMENT if an input is not a tensor or bytes, and UNTRACEABLE if a graph cannot hold it. TensorFlow
 * would not notice, or would report it in a message that does not name the input.
 */
export function assertInputs(inputs: Inputs): void {
  for (const [name, input] of Object.entries<Tensor | ByteInput | null | undefined>(inputs)) {
    if (input instanceof Tensor) assertTensor(name, input);
    else if (typeof input === 'object' && input !== null && isBytes(input)) assertByteCount(name, input);
    else
      throw invalidArgument(
        'compile',
        `expected the input "${name}" to be a tensor or { bytes, shape }`,
        typeof input === 'object' ? JSON.stringify(input) : String(input),
      );
  }
}

function assertTensor(name: string, tensor: Tensor): void {
  if (tensor.isDisposed)
    throw invalidArgument(
      'compile',
      `expected the input "${name}" to have values`,
      'a tensor that was disposed',
      'Dispose it after the run.',
    );
  dtypeOf(tensor);
}

function assertByteCount(name: string, { bytes, shape }: ByteInput): void {
  const size = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== size)
    throw invalidArgument(
      'compile',
      `expected the input "${name}" to have ${size} bytes for its shape [${shape.join(', ')}]`,
      bytes.length,
    );
}
