import { backend_util } from '@tensorflow/tfjs-core';

/** Sizes of one 2-D window operation in NHWC, in elements. */
export interface Geometry {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** Attributes of tfjs' convolution kernels. */
export interface ConvAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number | null; // null from tfjs' depthwise layer
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4 = [number, number, number, number];

/** Geometry of a convolution over `inShape` (NHWC), as tfjs computes it. */
export function convGeometry(
  inShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvAttributes,
  depthwise = false,
): Geometry {
  const { strides, pad, dilations, dimRoundingMode } = attributes;
  return fromInfo(
    backend_util.computeConv2DInfo(
      inShape as Shape4,
      filterShape as Shape4,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      depthwise,
      'channelsLast',
    ),
  );
}

/** Attributes of tfjs' pooling kernels. */
export interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Geometry of a pooling over `inShape` (NHWC), as tfjs computes it. */
export function poolGeometry(inShape: readonly number[], attributes: PoolAttributes): Geometry {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  return fromInfo(
    backend_util.computePool2DInfo(inShape as Shape4, filterSize, strides, 1, pad, dimRoundingMode, 'channelsLast'),
  );
}

function fromInfo(info: backend_util.Conv2DInfo): Geometry {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo, batchSize } = info;
  return {
    batch: batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop: padInfo.top,
    padLeft: padInfo.left,
  };
}

/** Padded input rows are copied into scratch in bands of about this many bytes, to stay in a core's L2 cache. */
const BAND_BYTES = 96 * 1024;

/** Bands of output rows of a convolution. */
export interface Bands {
  /** Output rows of one band. */
  readonly rows: number;
  /** Bands of one image. */
  readonly perImage: number;
  /** Pixels in a row of the padded input. */
  readonly columns: number;
  /** Padded input of one band, in bytes. */
  readonly bytes: number;
}

/**
 * Cuts the output rows of one image into bands whose padded input is about 96 KiB. Rows and columns are rounded up to
 * `multiple`s.
 */
export function bandsOf(geometry: Geometry, multiple = 1): Bands {
  const {
    inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
  } = geometry;
  const rounded = (size: number): number => Math.ceil(size / multiple) * multiple;
  const columns = Math.max((rounded(outWidth) - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1, 0);
  const rowBytes = columns * inChannels * 4;
  const extra = (filterHeight - 1) * dilationHeight + 1;
  const fitting = Math.floor((BAND_BYTES / Math.max(rowBytes, 1) - extra) / strideHeight) + 1;
  const rows = rounded(Math.max(1, Math.min(fitting, outHeight)));
  const perImage = Math.ceil(outHeight / rows);
  return { rows, perImage, columns, bytes: Math.max(((rows - 1) * strideHeight + extra) * rowBytes, 16) };
}
