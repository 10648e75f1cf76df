// The custom kernels, composed from ordinary tfjs operations: the reference on the cpu backend.
import {
  add,
  div,
  maxPool,
  mean,
  mul,
  relu,
  sqrt,
  square,
  sub,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/** y, mean and population variance of a batch normalization in training. */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  rectified = false,
): [Tensor, Tensor, Tensor] {
  const read = rectified ? relu(x) : x;
  const axes = read.shape.slice(0, -1).map((_, axis) => axis);
  const center = mean(read, axes);
  const variance = mean(square(sub(read, center)), axes);
  return [add(mul(div(sub(read, center), sqrt(add(variance, epsilon))), gamma), beta), center, variance];
}

/** y, mean and variance of ReLU, batch normalization and pooling. */
export function block(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  poolSize: number,
): [Tensor, Tensor, Tensor] {
  const [normalized, center, variance] = batchNorm(x, gamma, beta, epsilon, true);
  return [maxPool(normalized as Tensor4D, poolSize, poolSize, 'valid'), center, variance];
}
