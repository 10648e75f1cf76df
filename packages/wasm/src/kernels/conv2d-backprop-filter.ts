import type { TensorInfo } from '@tensorflow/tfjs-core';
import { runtimeOf, type Runtime } from '../engine/runtime';
import { channelsLast } from './channels-last';
import { sizesOf } from './convolve';
import { bandsOf, convGeometry, type ConvAttributes, type Geometry } from './geometry';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

/** Conv2DBackpropFilter: x [N,H,W,Ci], dy [N,h,w,Co] -> dW [kh,kw,Ci,Co]; dilations too, which tfjs itself never asks for. */
export const conv2dBackpropFilter: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  compute(args) {
    const attrs = args.attrs as unknown as ConvAttributes & { filterShape: number[] };
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    return channelsLast(args, attrs.dataFormat, [x, dy], ([xLast, dyLast]) => filterGradient(args, xLast ?? x, dyLast ?? dy, attrs), false);
  },
};

function filterGradient(args: KernelArguments, x: TensorInfo, dy: TensorInfo, attrs: ConvAttributes & { filterShape: number[] }): TensorInfo {
  const runtime = runtimeOf(args.backend);
  const output = runtime.output(attrs.filterShape);
  addUp(runtime, convGeometry(x.shape, attrs.filterShape, attrs), runtime.address(x), runtime.address(dy), runtime.address(output));
  return output;
}

/** Partial sums of a share of the batch: many enough for threads, few enough to be small. The number depends on shapes only. */
const MOST_SLOTS = 16;
const MOST_SLOT_BYTES = 32 * 2 ** 20;

function addUp(runtime: Runtime, geometry: Geometry, x: number, dy: number, to: number): void {
  const { filterHeight, filterWidth, inChannels, outChannels, outWidth, batch } = geometry;
  const outStride = Math.ceil(outChannels / 8) * 8;
  const rows = filterHeight * filterWidth * inChannels;
  const bands = bandsOf(geometry);
  const allBands = bands.perImage * batch;
  const slots = Math.max(1, Math.min(allBands, MOST_SLOTS, Math.floor(MOST_SLOT_BYTES / Math.max(rows * outStride * 4, 1))));
  const partialBytes = slots * rows * outStride * 4;
  const dyScratch = outStride === outChannels ? 0 : Math.ceil(bands.bytes / 64) * 64;
  const scratchSize = Math.ceil(bands.bytes / 64) * 64 + (dyScratch === 0 ? 0 : bands.rows * outWidth * outStride * 4);
  runtime.scratch(partialBytes + scratchSize * runtime.threads, (partials) => {
    runtime.run('filterGradient', {
      x, dy, partials, scratch: partials + partialBytes, scratchSize, dyScratch,
      ...sizesOf(geometry), outStride, bandRows: bands.rows, bands: bands.perImage, allBands, slots, rowsAtOnce: outWidth < 32 ? bands.rows : 1,
    }, slots);
    runtime.run('sumSlots', { partials, to, slots, rows, channels: outChannels, stride: outStride }, rows, { serial: partialBytes < 2 ** 20 });
  });
}
