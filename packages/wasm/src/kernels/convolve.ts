import type { Runtime } from '../engine/runtime';
import { bandsOf, type Geometry } from './geometry';

/** A strided view of a filter as (rows, columns, depth, outs); strides in floats, negative where the filter is flipped. */
export interface FilterView {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly depthStride: number;
  readonly outStride: number;
}

/** Where a convolution writes: pitches in floats. */
export interface OutputView {
  readonly address: number;
  readonly imagePitch: number;
  readonly rowPitch: number;
  readonly pixelPitch: number;
}

/** What is done to a sum before it is written. */
export interface Epilogue {
  /** Address of outChannels floats; 0: none. */
  readonly bias: number;
  readonly relu: boolean;
}

/** The plain output [batch, outHeight, outWidth, outChannels] at `address`. */
export function wholeOutput({ outHeight, outWidth, outChannels }: Geometry, address: number): OutputView {
  return { address, imagePitch: outHeight * outWidth * outChannels, rowPitch: outWidth * outChannels, pixelPitch: outChannels };
}

/** Runs one convolution of the image batch at `x`: the work of Conv2D and, with a flipped filter, of its input gradient. */
export function convolve(runtime: Runtime, geometry: Geometry, x: number, filter: FilterView, output: OutputView, epilogue: Epilogue = { bias: 0, relu: false }): void {
  const { filterHeight, filterWidth, inChannels, outChannels } = geometry;
  const panelCount = Math.ceil(outChannels / 8);
  const bands = bandsOf(geometry);
  const copied = isPadded(geometry);
  const scratchSize = copied ? Math.ceil(bands.bytes / 64) * 64 : 0;
  const panelBytes = panelCount * filterHeight * filterWidth * inChannels * 32;
  runtime.scratch(panelBytes + scratchSize * runtime.threads, (panels) => {
    runtime.run('packFilter', {
      source: filter.address, panels, rows: filterHeight, columns: filterWidth, depth: inChannels, outs: outChannels,
      rowStride: filter.rowStride * 4, columnStride: filter.columnStride * 4, depthStride: filter.depthStride * 4, outStride: filter.outStride * 4,
    }, panelCount, { serial: panelBytes < 2 ** 18 });
    runtime.run('convolve', {
      x, panels, bias: epilogue.bias, y: output.address, scratch: panels + panelBytes, scratchSize,
      ...sizesOf(geometry), bandRows: bands.rows, bands: bands.perImage, copied: Number(copied),
      imagePitch: output.imagePitch * 4, rowPitch: output.rowPitch * 4, pixelPitch: output.pixelPitch * 4, relu: Number(epilogue.relu),
    }, geometry.batch * bands.perImage);
  });
}

/** The fields that ConvolveParams and FilterGradientParams share, in their order. */
export function sizesOf(geometry: Geometry): Record<string, number> {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = geometry;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = geometry;
  return {
    inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth,
    strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft,
  };
}

// Without padding the windows of all rows lie inside the image, and its own rows can be read.
function isPadded({ inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft }: Geometry): boolean {
  const bottom = (outHeight - 1) * strideHeight + (filterHeight - 1) * dilationHeight + 1;
  const right = (outWidth - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1;
  return padTop !== 0 || padLeft !== 0 || bottom > inHeight || right > inWidth;
}
