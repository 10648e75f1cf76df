import {
  backend_util,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  type NamedAttrMap,
  pad,
  registerKernel,
  slice,
  stridedSlice,
  type Tensor,
  tensor1d,
  type Tensor4D,
  tidy,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';
import { dataType } from '../graph/graph';
import { nativeOp } from './native-op';

type Shape4 = [number, number, number, number];
type KernelArguments = Parameters<KernelFunc>[0];

/** Attributes that the convolution kernels of tfjs share; the gradients have one of the shapes too. */
interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations?: [number, number] | number | null; // null from tfjs' depthwise layer
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape?: Shape4;
  readonly inputShape?: Shape4;
}

/** How to compute a convolution by another one, without padding, of other pixels. */
interface Detour {
  readonly inputShape: Shape4;
  /** Zeros before and after, per axis. */
  readonly paddings: [number, number][];
  /** The pixels that a strided convolution reads if it becomes one of stride 1; undefined for other convolutions. */
  readonly pixels: Pixels | undefined;
  /** Attributes of the other convolution. */
  readonly attributes: NamedAttrMap;
}

/** Pixels [0, end) of a padded image in steps, per axis. */
interface Pixels {
  readonly end: Shape4;
  readonly strides: Shape4;
  /** Bit mask of the axes that are read whole. */
  readonly wholeAxes: number;
  /** Shape of the image of these pixels alone. */
  readonly shape: Shape4;
}

/** Convolution kernels of tfjs-node, and whether each channel has separate filters. */
const kernels = {
  Conv2D: false,
  Conv2DBackpropFilter: false,
  Conv2DBackpropInput: false,
  DepthwiseConv2dNative: true,
  DepthwiseConv2dNativeBackpropFilter: true,
  DepthwiseConv2dNativeBackpropInput: true,
  FusedConv2D: false,
  FusedDepthwiseConv2D: true,
} as const;

const guarded = new WeakSet<KernelConfig>();

/**
 * Replaces the convolution kernels of the `tensorflow` backend where TensorFlow's own fail. Other convolutions are
 * unchanged, and calling the function again is harmless.
 *
 * - A strided 1 x 1 convolution becomes a stride-1 convolution of the pixels that the strides visit, forward and
 *   backward. oneDNN's AVX2 kernel for its filter gradient writes past the end of a buffer if the image has 1 to 7
 *   channels and its last rows and columns are not visited.
 * - A convolution of images of 1 channel with strides [1, n] whose result is 1 pixel wide becomes a stride-1
 *   convolution of the columns that it reads. oneDNN reads memory outside of the image, and the result has arbitrary
 *   numbers.
 * - Padding in numbers becomes zeros around the image. TensorFlow ends the process if a graph has a depthwise
 *   convolution with such a padding, and tfjs-node has no gradients for it.
 * - A batch of no images has an empty result and gradients of 0. oneDNN gives it the shape of the images.
 */
export function guardConvolutions(): void {
  for (const [name, depthwise] of Object.entries(kernels)) {
    const stock = getKernel(name, 'tensorflow') as KernelConfig | undefined;
    if (stock === undefined || guarded.has(stock)) continue;
    const kernelFunc: KernelFunc = (args) => convolve(args, stock.kernelFunc, depthwise);
    const kernel = { ...stock, kernelFunc };
    guarded.add(kernel);
    unregisterKernel(name, 'tensorflow');
    registerKernel(kernel);
  }
}

function convolve(args: KernelArguments, stock: KernelFunc, depthwise: boolean): ReturnType<KernelFunc> {
  // tfjs passes every kernel's attributes as one loose map
  const attrs = args.attrs as unknown as ConvolutionAttributes;
  const { x, filter, dy } = args.inputs as { x?: Tensor4D; filter?: Tensor4D; dy?: Tensor4D };
  const filterShape = attrs.filterShape ?? (filter as Tensor4D).shape;
  if (x?.size === 0 || dy?.size === 0)
    return zeros(
      attrs.filterShape ?? attrs.inputShape ?? infoOf((x as Tensor4D).shape, filterShape, attrs, depthwise).outShape,
    );
  const detour = findDetour(attrs.inputShape ?? (x as Tensor4D).shape, filterShape, attrs, depthwise);
  if (detour === undefined) return stock(args);
  const { inputShape, paddings, pixels } = detour;
  const attributes = { ...args.attrs, ...detour.attributes };
  return tidy(() => {
    if (x !== undefined)
      return stock({ ...args, inputs: { ...args.inputs, x: prepare(x, detour) }, attrs: attributes }) as Tensor;
    const padded = inputShape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
    const ofPrepared = stock({
      ...args,
      inputs: { ...args.inputs, dy: dy as Tensor4D },
      attrs: { ...attributes, inputShape: pixels?.shape ?? padded },
    }) as Tensor;
    const ofPadded = pixels === undefined ? ofPrepared : spread(ofPrepared, padded, pixels, args.backend);
    const before = paddings.map(([zeros]) => zeros);
    return isPadded(paddings) ? slice(ofPadded, before, inputShape) : ofPadded;
  });
}

/** How to compute a convolution that is listed at {@link guardConvolutions}; undefined for all others. */
function findDetour(
  inputShape: Shape4,
  filterShape: Shape4,
  attributes: ConvolutionAttributes,
  depthwise: boolean,
): Detour | undefined {
  const { pad: given } = attributes;
  const isPointwise = filterShape[0] === 1 && filterShape[1] === 1;
  const isGray = filterShape[2] === 1;
  if (!isPointwise && !isGray && typeof given === 'string') return undefined;
  const info = infoOf(inputShape, filterShape, attributes, depthwise);
  const format = info.dataFormat;
  const { strideHeight, strideWidth, outHeight, outWidth, padInfo, batchSize, inChannels } = info;
  if (outHeight === 0 || outWidth === 0) return undefined;
  const endRow = (outHeight - 1) * strideHeight + info.effectiveFilterHeight;
  const endColumn = (outWidth - 1) * strideWidth + info.effectiveFilterWidth;
  const rows: [number, number] = [padInfo.top, Math.max(0, endRow - padInfo.top - info.inHeight)];
  const columns: [number, number] = [padInfo.left, Math.max(0, endColumn - padInfo.left - info.inWidth)];
  const paddings = inFormat<[number, number]>(format, [0, 0], rows, columns);
  const isStrided = strideHeight > 1 || strideWidth > 1;
  const isColumn = isGray && !isPointwise && outWidth === 1 && strideHeight === 1 && strideWidth > 1;
  if (!isColumn && !(isPointwise && isStrided))
    return typeof given === 'string'
      ? undefined
      : { inputShape, paddings, pixels: undefined, attributes: { pad: 'valid' } };
  const [rowStep, columnStep, height, width] = isColumn
    ? [1, 1, endRow, endColumn]
    : [strideHeight, strideWidth, outHeight, outWidth];
  return {
    inputShape,
    paddings,
    pixels: {
      end: inFormat(format, 0, endRow, endColumn),
      strides: inFormat(format, 1, rowStep, columnStep),
      wholeAxes: format === 'channelsLast' ? 0b1001 : 0b0011,
      shape: inFormat(format, batchSize, height, width, inChannels),
    },
    attributes: { pad: 'valid', strides: [1, 1], dilations: [1, 1] },
  };
}

/** The sizes of a convolution. */
function infoOf(
  inputShape: Shape4,
  filterShape: Shape4,
  { strides, pad: given, dilations, dataFormat = 'NHWC', dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): backend_util.Conv2DInfo {
  const format = backend_util.convertConv2DDataFormat(dataFormat);
  // tfjs computes the width of the result from the vertical stride if the padding is one number, not if it is explicit
  const padding =
    typeof given === 'number' ? inFormat<[number, number]>(format, [0, 0], [given, given], [given, given]) : given;
  return backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations ?? 1,
    padding,
    dimRoundingMode,
    depthwise,
    format,
  );
}

/** Numbers per axis in the order of a data format; those of the channels are those of the batch by default. */
function inFormat<Value>(
  format: 'channelsLast' | 'channelsFirst',
  batch: Value,
  height: Value,
  width: Value,
  channels = batch,
): [Value, Value, Value, Value] {
  return format === 'channelsLast' ? [batch, height, width, channels] : [batch, channels, height, width];
}

function isPadded(paddings: Detour['paddings']): boolean {
  return paddings.some(([before, after]) => before > 0 || after > 0);
}

/** The image that the other convolution reads. */
function prepare(x: Tensor4D, { paddings, pixels }: Detour): Tensor {
  const padded = isPadded(paddings) ? pad(x, paddings) : x;
  if (pixels === undefined) return padded;
  return stridedSlice(padded, [0, 0, 0, 0], pixels.end, pixels.strides, 0, pixels.wholeAxes);
}

/** The padded image whose pixels these are, 0 elsewhere. */
function spread(ofPixels: Tensor, padded: number[], { end, strides, wholeAxes }: Pixels, backend: unknown): Tensor {
  const { native, type, int } = nativeOp(backend);
  const attributes = [
    type('T', native.getDTypeInteger(ofPixels.dtype)),
    type('Index', dataType.int32),
    int('begin_mask', 0),
    int('end_mask', wholeAxes),
    int('ellipsis_mask', 0),
    int('new_axis_mask', 0),
    int('shrink_axis_mask', 0),
  ];
  const numbers = [padded, [0, 0, 0, 0], end, strides].map((values) => tensor1d(values, 'int32'));
  return native.executeSingleOutput('StridedSliceGrad', attributes, [...numbers, ofPixels]) as Tensor;
}
