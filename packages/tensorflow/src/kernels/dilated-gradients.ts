import {
  getBackend,
  getGradient,
  type GradConfig,
  pad,
  type Rank,
  registerGradient,
  reshape,
  slice,
  stridedSlice,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

type Pair = readonly [number, number];

const registered = new Set<string>();

/**
 * Registers gradients of dilated convolutions for the `tensorflow` backend, which tfjs rejects. They are those of a
 * larger filter with zeros between its rows and columns. Other gradients and backends are unchanged, and calling the
 * function again is harmless.
 */
export function registerDilatedGradients(): void {
  for (const kernelName of ['Conv2D', 'DepthwiseConv2dNative']) {
    const stock = getGradient(kernelName) as GradConfig | undefined;
    if (stock === undefined || registered.has(kernelName)) continue;
    registered.add(kernelName);
    registerGradient({ ...stock, gradFunc: withDilations(stock.gradFunc) });
  }
}

function withDilations(gradient: GradConfig['gradFunc']): GradConfig['gradFunc'] {
  return (dy, saved, attributes) => {
    const dilations = pairOf(attributes['dilations']);
    if (getBackend() !== 'tensorflow' || dilations.every((step) => step === 1)) return gradient(dy, saved, attributes);
    const [x, filter] = saved as [Tensor, Tensor4D];
    const larger = spreadFilter(filter, dilations);
    const { x: ofImage, filter: ofLarger } = gradient(dy, [x, larger], { ...attributes, dilations: [1, 1] });
    return {
      x: ofImage as () => Tensor,
      filter: () => stridedSlice((ofLarger as () => Tensor)(), [0, 0, 0, 0], [...larger.shape], [...dilations, 1, 1]),
    };
  };
}

/** tfjs passes one number, two, or null from its depthwise layer. */
function pairOf(dilations: unknown): Pair {
  return Array.isArray(dilations)
    ? (dilations as unknown as Pair)
    : [(dilations as number | null) ?? 1, (dilations as number | null) ?? 1];
}

/** The filter with zeros between its rows and columns. */
function spreadFilter(filter: Tensor4D, [down, across]: Pair): Tensor4D {
  const [rows, columns, ...channels] = filter.shape;
  const size = channels[0] * channels[1];
  const apart = pad(reshape(filter, [rows, 1, columns, 1, size]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const all = reshape<Rank.R4>(apart, [rows * down, columns * across, ...channels]);
  return slice(all, [0, 0, 0, 0], [(rows - 1) * down + 1, (columns - 1) * across + 1, ...channels]);
}
