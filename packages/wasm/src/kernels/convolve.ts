import type { Runtime } from '../engine/runtime';
import { bandsOf, type Bands, type Geometry } from './geometry';

/**
 * A strided view of a filter as (rows, columns, depth, outs); strides in floats, negative where the filter is flipped.
 */
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
  return {
    address,
    imagePitch: outHeight * outWidth * outChannels,
    rowPitch: outWidth * outChannels,
    pixelPitch: outChannels,
  };
}

/**
 * Runs one convolution of the image batch at `x`: the work of Conv2D and, with a flipped filter, of its input gradient.
 */
export function convolve(
  runtime: Runtime,
  geometry: Geometry,
  x: number,
  filter: FilterView,
  output: OutputView,
  epilogue: Epilogue = { bias: 0, relu: false },
): void {
  const room = planScratch(geometry);
  runtime.scratch(room.panelBytes + room.transformedBytes + room.scratchSize * runtime.threads, (panels) => {
    const transformed = room.transformedBytes > 0 ? panels + room.panelBytes : 0;
    prepareFilter(runtime, geometry, filter, panels, transformed);
    runtime.run(
      'convolve',
      {
        x,
        panels,
        bias: epilogue.bias,
        y: output.address,
        scratch: panels + room.panelBytes + room.transformedBytes,
        scratchSize: room.scratchSize,
        ...geometry,
        bandRows: room.bands.rows,
        bands: room.bands.perImage,
        copied: Number(room.copied),
        imagePitch: output.imagePitch * 4,
        rowPitch: output.rowPitch * 4,
        pixelPitch: output.pixelPitch * 4,
        relu: Number(epilogue.relu),
        columns: room.columns,
        transformed,
        tiles: room.tiles,
      },
      geometry.batch * room.bands.perImage,
      estimateWork(geometry),
    );
  });
}

function prepareFilter(
  runtime: Runtime,
  { filterHeight, filterWidth, inChannels, outChannels }: Geometry,
  filter: FilterView,
  panels: number,
  transformed: number,
): void {
  const count = Math.ceil(outChannels / 8);
  const work = filterHeight * filterWidth * inChannels * outChannels;
  runtime.run(
    'packFilter',
    {
      source: filter.address,
      panels,
      rows: filterHeight,
      columns: filterWidth,
      depth: inChannels,
      outs: outChannels,
      rowStride: filter.rowStride * 4,
      columnStride: filter.columnStride * 4,
      depthStride: filter.depthStride * 4,
      outStride: filter.outStride * 4,
    },
    count,
    work,
  );
  if (transformed !== 0)
    runtime.run('transformFilter', { panels, transformed, channels: inChannels, count }, count, work);
}

/** Tiles of assembly/winograd.ts that are worked on together. */
const WINOGRAD_TILE = 8;

interface ScratchPlan {
  readonly bands: Bands;
  readonly copied: boolean;
  readonly columns: number;
  readonly panelBytes: number;
  readonly transformedBytes: number;
  /** Per thread. */
  readonly scratchSize: number;
  /** Where the tiles begin in it. */
  readonly tiles: number;
}

function planScratch(geometry: Geometry): ScratchPlan {
  const { filterHeight, filterWidth, inChannels, outChannels, inWidth } = geometry;
  const winograd = canUseWinograd(geometry);
  const bands = bandsOf(geometry, winograd ? 2 : 1);
  const copied = winograd || isPadded(geometry);
  const outStride = Math.ceil(outChannels / 8) * 8;
  const tiles = copied ? Math.ceil(bands.bytes / 64) * 64 : 0;
  return {
    bands,
    copied,
    tiles,
    columns: copied ? bands.columns : inWidth,
    panelBytes: outStride * filterHeight * filterWidth * inChannels * 4,
    transformedBytes: winograd ? outStride * 16 * inChannels * 4 : 0,
    scratchSize: tiles + (winograd ? 16 * WINOGRAD_TILE * (inChannels + outStride) * 4 : 0),
  };
}

// Below eight channels the transforms cost more than they save.
function canUseWinograd({
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  dilationHeight,
  dilationWidth,
  inChannels,
  outChannels,
}: Geometry): boolean {
  const plain = strideHeight * strideWidth * dilationHeight * dilationWidth === 1;
  return (
    plain && filterHeight === 3 && filterWidth === 3 && inChannels % 4 === 0 && inChannels >= 8 && outChannels >= 8
  );
}

/** Products of four that a convolution or one of its gradients takes. */
export function estimateWork({
  batch,
  outHeight,
  outWidth,
  outChannels,
  filterHeight,
  filterWidth,
  inChannels,
}: Geometry): number {
  return (batch * outHeight * outWidth * outChannels * filterHeight * filterWidth * inChannels) / 4;
}

// Without padding the windows of all rows lie inside the image, and its own rows can be read.
function isPadded({
  inHeight,
  inWidth,
  outHeight,
  outWidth,
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  dilationHeight,
  dilationWidth,
  padTop,
  padLeft,
}: Geometry): boolean {
  const bottom = (outHeight - 1) * strideHeight + (filterHeight - 1) * dilationHeight + 1;
  const right = (outWidth - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1;
  return padTop !== 0 || padLeft !== 0 || bottom > inHeight || right > inWidth;
}
