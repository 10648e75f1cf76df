import type { Runtime } from '../engine/runtime';
import { estimateWork } from './convolve';
import { bandsOf, type Bands, type Geometry } from './geometry';

/** Addresses of a gradient's tensors. */
export interface FilterGradientTensors {
  readonly x: number;
  readonly dy: number;
  /** dW, [filterHeight, filterWidth, inChannels, outChannels]. */
  readonly to: number;
}

/** dW = sum over pixels of x^T dy. */
export function filterGradient(runtime: Runtime, geometry: Geometry, tensors: FilterGradientTensors): void {
  if (!canUseWinograd(geometry)) {
    directConvolution(runtime, geometry, tensors);
    return;
  }
  winograd(runtime, geometry, tensors);
  // Differences of infinities spread over a whole tile: such sums are taken directly.
  const count = 9 * geometry.inChannels * geometry.outChannels;
  if (!runtime.floats(tensors.to, count).every(Number.isFinite)) directConvolution(runtime, geometry, tensors);
}

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
  return plain && filterHeight === 3 && filterWidth === 3 && inChannels >= 3 && outChannels >= 8;
}

/**
 * Partial sums of a share of the batch: many enough for threads, few enough to be small. The number depends on shapes
 * only.
 */
const MOST_SLOTS = 16;
const MOST_SLOT_BYTES = 32 * 2 ** 20;

interface Partition {
  readonly bands: Bands;
  readonly allBands: number;
  readonly slots: number;
  readonly outStride: number;
  /** Rows of outStride floats in a slot. */
  readonly rows: number;
  readonly partialBytes: number;
}

function partition(geometry: Geometry, multiple: number, rows: number): Partition {
  const bands = bandsOf(geometry, multiple);
  const allBands = bands.perImage * geometry.batch;
  const outStride = Math.ceil(geometry.outChannels / 8) * 8;
  const slotBytes = rows * outStride * 4;
  const slots = Math.max(1, Math.min(allBands, MOST_SLOTS, Math.floor(MOST_SLOT_BYTES / Math.max(slotBytes, 1))));
  return { bands, allBands, slots, outStride, rows, partialBytes: slots * slotBytes };
}

const rounded = (bytes: number): number => Math.ceil(bytes / 64) * 64;

function directConvolution(runtime: Runtime, geometry: Geometry, { x, dy, to }: FilterGradientTensors): void {
  const { filterHeight, filterWidth, inChannels, outChannels, outWidth } = geometry;
  const { bands, allBands, slots, outStride, rows, partialBytes } = partition(
    geometry,
    1,
    filterHeight * filterWidth * inChannels,
  );
  const dyScratch = outStride === outChannels ? 0 : rounded(bands.bytes);
  const scratchSize = rounded(bands.bytes) + (dyScratch === 0 ? 0 : bands.rows * outWidth * outStride * 4);
  runtime.scratch(partialBytes + scratchSize * runtime.threads, (partials) => {
    runtime.run(
      'filterGradient',
      {
        x,
        dy,
        partials,
        scratch: partials + partialBytes,
        scratchSize,
        dyScratch,
        ...geometry,
        outStride,
        bandRows: bands.rows,
        bands: bands.perImage,
        allBands,
        slots,
        rowsAtOnce: outWidth < 32 ? bands.rows : 1,
      },
      slots,
      estimateWork(geometry),
    );
    sumSlots(runtime, partials, to, { slots, rows, channels: outChannels, stride: outStride });
  });
}

function sumSlots(
  runtime: Runtime,
  partials: number,
  to: number,
  sizes: { slots: number; rows: number; channels: number; stride: number },
): void {
  runtime.run('sumSlots', { partials, to, ...sizes }, sizes.rows, sizes.slots * sizes.rows * sizes.stride);
}

/** Tiles that are transformed together at most. */
const MOST_TILES = 40;

function winograd(runtime: Runtime, geometry: Geometry, { x, dy, to }: FilterGradientTensors): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padTop, padLeft } = geometry;
  const { bands, allBands, slots, outStride, rows, partialBytes } = partition(geometry, 2, 16 * inChannels);
  const across = Math.ceil(outWidth / 2);
  const block = Math.ceil(across / Math.ceil(across / MOST_TILES));
  const tiles = rounded(bands.bytes + 16);
  const gradients = tiles + 16 * block * Math.ceil(inChannels / 4) * 16;
  const scratchSize = gradients + 16 * block * outStride * 4;
  const sumBytes = 16 * inChannels * outChannels * 4;
  runtime.scratch(partialBytes + sumBytes + scratchSize * runtime.threads, (partials) => {
    runtime.run(
      'winogradFilterGradient',
      {
        x,
        dy,
        partials,
        scratch: partials + partialBytes + sumBytes,
        scratchSize,
        tiles,
        gradients,
        inHeight,
        inWidth,
        inChannels,
        outHeight,
        outWidth,
        outChannels,
        outStride,
        padTop,
        padLeft,
        bandRows: bands.rows,
        bands: bands.perImage,
        allBands,
        slots,
        columns: bands.columns,
        block,
      },
      slots,
      estimateWork(geometry),
    );
    const sums = partials + partialBytes;
    sumSlots(runtime, partials, sums, { slots, rows, channels: outChannels, stride: outStride });
    const size = inChannels * outChannels;
    runtime.run('winogradTaps', { sums, to, size }, Math.ceil(size / 1024), 16 * size);
  });
}
