/** Attributes of dropout. */
export interface DropoutKernel {
  /** Share of elements that become 0, from 0 up to but not 1. */
  readonly rate: number;
  /** Seed of the mask, a 32-bit whole number; a layer's own number is mixed into it by the caller. */
  readonly seed: number;
  /** Number of the training step: another mask for each. */
  readonly step: number;
}

/** Attributes of batch normalization. */
export interface BatchNormKernel {
  /** What is added to the variance. */
  readonly epsilon: number;
  /** Whether x is read as max(x, 0). Default: false. */
  readonly relu?: boolean;
}

/** Attributes of the fused block of ReLU, batch normalization and max pooling. */
export interface ReluBatchNormPoolKernel {
  /** What is added to the variance. */
  readonly epsilon: number;
  /** Side and stride of the pooling window in pixels; what is left over at the right and below is not pooled. */
  readonly poolSize: number;
}

/** Attributes of a convolution, as in tf.conv2d, in NHWC. */
export interface Conv2DKernel {
  /** Pixels from one window to the next, down and across. */
  readonly strides: readonly [number, number];
  /** Padding as tf.conv2d takes it. */
  readonly pad: 'same' | 'valid' | number | readonly (readonly [number, number])[];
  /** Pixels between the taps of a window, down and across. */
  readonly dilations: readonly [number, number];
  /** What is done to the sum; default: linear. */
  readonly activation?: 'linear' | 'relu';
}

/** What all weight updates share. */
export interface UpdateKernel {
  /** Share of the weight that is taken away first: learning rate times weight decay. Default: 0. */
  readonly decay?: number;
  /** What the gradient is multiplied with first. Default: 1. */
  readonly gradientScale?: number;
}

/**
 * Attributes of an update by Adam (Kingma and Ba, 2014): weight (1 - decay) - stepSize * m' / (sqrt(v') * secondScale +
 * epsilon).
 */
export interface AdamKernel extends UpdateKernel {
  /** Share of the first moment that is kept. */
  readonly beta1: number;
  /** Share of the second moment that is kept. */
  readonly beta2: number;
  /** What is added below the fraction. */
  readonly epsilon: number;
  /**
   * Learning rate with its correction for step t: Keras lr sqrt(1 - beta2^t) / (1 - beta1^t), tfjs lr / (1 - beta1^t).
   */
  readonly stepSize: number;
  /** Correction of the second moment: Keras 1, tfjs 1 / sqrt(1 - beta2^t). */
  readonly secondScale: number;
}

/** Attributes of plain gradient descent: weight (1 - decay) - learningRate * gradient. */
export interface SgdKernel extends UpdateKernel {
  /** Step along the gradient. */
  readonly learningRate: number;
}

/**
 * Attributes of descent with momentum: a' = momentum a + intake * gradient; weight (1 - decay) + accumulatorStep * a' +
 * gradientStep * gradient.
 */
export interface MomentumKernel extends UpdateKernel {
  /** Share of the accumulator that is kept. */
  readonly momentum: number;
  /** What the gradient is multiplied with on its way into the accumulator. */
  readonly intake: number;
  /** Step along the accumulator. */
  readonly accumulatorStep: number;
  /** Step along the gradient itself (Nesterov). */
  readonly gradientStep: number;
}

/**
 * Attributes of the kernels that tfjs does not have, by the name to call them by: `tf.engine().runKernel(name, inputs,
 * attributes)`.
 */
export interface CustomKernels {
  /** x -> y; the gradient is the same kernel. */
  readonly PolyheadDropout: DropoutKernel;
  /** x [..., C], gamma, beta -> [y, mean, variance]. */
  readonly PolyheadBatchNormTraining: BatchNormKernel;
  /** dy, x, gamma, mean, variance -> [dx, dgamma, dbeta]. */
  readonly PolyheadBatchNormGrad: BatchNormKernel;
  /** x [N, H, W, C], gamma, beta -> [y, mean, variance]. */
  readonly PolyheadReluBatchNormPool: ReluBatchNormPoolKernel;
  /** dy, x, y, gamma, beta, mean, variance -> [dx, dgamma, dbeta]. */
  readonly PolyheadReluBatchNormPoolGrad: ReluBatchNormPoolKernel;
  /** x, gamma, beta, mean, variance -> y. */
  readonly PolyheadReluBatchNormPoolInference: ReluBatchNormPoolKernel;
  /** x [N, H, W, Ci], filter [kh, kw, Ci, Co], bias [Co] -> y. */
  readonly PolyheadConv2D: Conv2DKernel;
  /** dy, x -> dx: dy where x > 0. */
  readonly PolyheadReluGrad: Readonly<Record<never, never>>;
  /** dy, x -> dx: dy where 0 < x <= 6. */
  readonly PolyheadRelu6Grad: Readonly<Record<never, never>>;
  /** dy, x -> dx: dy where x > 0, alpha * dy elsewhere. */
  readonly PolyheadLeakyReluGrad: { readonly alpha: number };
  /** dy, x, y of a Max over neighboring axes -> dx: dy wherever x is the largest. */
  readonly PolyheadMaxGrad: { readonly axis: number | readonly number[] };
  /** dy of a Sum or Mean over neighboring axes of a tensor of that shape -> dx: dy * scale in all places. */
  readonly PolyheadSpread: {
    readonly shape: readonly number[];
    readonly axis: number | readonly number[];
    readonly scale: number;
  };
  /** weight, gradient, m, v -> [weight', m', v']. */
  readonly PolyheadAdam: AdamKernel;
  /** weight, gradient -> weight'. */
  readonly PolyheadSgd: SgdKernel;
  /** weight, gradient, accumulator -> [weight', accumulator']. */
  readonly PolyheadMomentum: MomentumKernel;
}
