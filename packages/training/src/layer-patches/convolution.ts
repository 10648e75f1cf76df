import * as tf from '@tensorflow/tfjs-core';
import { hasCustomKernel, runCustomKernel } from '../custom-kernel';
import type { Layer, LayerForward } from './layer-call';

interface ConvolutionLayer {
  readonly rank: number;
  readonly dataFormat: string;
  readonly padding: string;
  readonly strides: readonly [number, number];
  readonly dilationRate: number | readonly number[];
  readonly activation: { getClassName(): string } | null;
  readonly kernel: { read(): tf.Tensor4D };
  readonly bias: { read(): tf.Tensor1D } | null | undefined;
}

/**
 * A 2-D convolution whose gradient computes what is asked for only. That of tfjs' fused one computes the gradient of
 * the input image too, which nobody wants of the first layer.
 * Undefined where the layer is another one or has another activation than none or ReLU.
 */
export function convolutionCall(layer: Layer): LayerForward | undefined {
  if (layer.getClassName() !== 'Conv2D') return undefined;
  const { rank, dataFormat, padding, strides, dilationRate, activation, kernel, bias } =
    layer as unknown as ConvolutionLayer;
  const kind = activation?.getClassName() ?? 'linear';
  if (
    rank !== 2 ||
    dataFormat !== 'channelsLast' ||
    !['same', 'valid'].includes(padding) ||
    !['linear', 'relu'].includes(kind)
  )
    return undefined;
  const pad = padding as 'same' | 'valid';
  const dilations = pairOf(dilationRate);
  return (x) => {
    const offset = bias?.read();
    if (offset !== undefined && hasCustomKernel('PolyheadConv2D')) {
      return runCustomKernel(
        'PolyheadConv2D',
        { x, filter: kernel.read(), bias: offset },
        { strides, pad, dilations, activation: kind },
      )[0] as tf.Tensor;
    }
    const y = tf.conv2d(x as tf.Tensor4D, kernel.read(), [...strides], pad, 'NHWC', dilations);
    const sum = offset === undefined ? y : tf.add(y, offset);
    return kind === 'relu' ? tf.relu(sum) : sum;
  };
}

function pairOf(rate: number | readonly number[]): [number, number] {
  const [height = 1, width = height] = typeof rate === 'number' ? [rate] : rate;
  return [height, width];
}
