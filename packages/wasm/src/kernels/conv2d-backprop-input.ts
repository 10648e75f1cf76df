import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { channelsLast, shapeToLast } from './channels-last';
import { convolve } from './convolve';
import { convGeometry, type ConvAttributes, type Geometry } from './geometry';
import { input, type WasmKernel } from './kernel-arguments';
import { invalidArgument } from '@polyhead/core';

/**
 * Conv2DBackpropInput: dy [N,h,w,Co], filter [kh,kw,Ci,Co] -> dx [N,H,W,Ci]; dilations too, which tfjs itself never
 * asks for.
 */
export const conv2dBackpropInput: WasmKernel = {
  name: 'Conv2DBackpropInput',
  compute(args) {
    const attrs = args.attrs as unknown as ConvAttributes & { inputShape: number[] };
    const filter = input(args, 'filter');
    const compute = (dy: TensorInfo): TensorInfo => {
      const runtime = getRuntime(args.backend);
      const geometry = convGeometry(shapeToLast(attrs.inputShape, attrs.dataFormat), filter.shape, attrs);
      const { batch, inHeight, inWidth, inChannels } = geometry;
      const output = runtime.output([batch, inHeight, inWidth, inChannels]);
      broadcastTo(runtime, geometry, runtime.address(dy), runtime.address(filter), runtime.address(output));
      return output;
    };
    return channelsLast(args, attrs.dataFormat, [input(args, 'dy')], ([dy]) => compute(dy ?? input(args, 'dy')), true);
  },
};

// With strides, the input's rows y = phase, phase + stride, ... meet the same taps: each phase is a plain convolution
// of dy with a part of the flipped filter.
function broadcastTo(runtime: Runtime, geometry: Geometry, dy: number, filter: number, to: number): void {
  const { inHeight, inWidth, inChannels, outChannels, filterWidth, strideHeight, strideWidth } = geometry;
  for (let row = 0; row < Math.min(strideHeight, inHeight); row++) {
    const down = phase(row, inHeight, geometry.filterHeight, strideHeight, geometry.dilationHeight, geometry.padTop);
    for (let column = 0; column < Math.min(strideWidth, inWidth); column++) {
      const across = phase(column, inWidth, filterWidth, strideWidth, geometry.dilationWidth, geometry.padLeft);
      const tap = inChannels * outChannels;
      convolve(
        runtime,
        phaseGeometry(geometry, down, across),
        dy,
        {
          address: filter + 4 * tap * (down.lastTap * filterWidth + across.lastTap),
          rowStride: -down.tapStep * filterWidth * tap,
          columnStride: -across.tapStep * tap,
          depthStride: 1,
          outStride: outChannels,
        },
        {
          address: to + 4 * inChannels * (row * inWidth + column),
          imagePitch: inHeight * inWidth * inChannels,
          rowPitch: strideHeight * inWidth * inChannels,
          pixelPitch: strideWidth * inChannels,
        },
      );
    }
  }
}

interface Phase {
  readonly outputs: number;
  readonly taps: number;
  readonly lastTap: number;
  readonly tapStep: number;
  readonly dilation: number;
  readonly pad: number;
}

// Input position i = offset + stride * a meets tap t where (i + pad - t * dilation) divides by the stride. tfjs allows
// a stride or a dilation, never both.
function phase(offset: number, size: number, taps: number, stride: number, dilation: number, pad: number): Phase {
  if (stride > 1 && dilation > 1)
    throw invalidArgument(
      'Conv2DBackpropInput',
      'expected strides or dilations of 1',
      `stride ${stride} with dilation ${dilation}`,
    );
  const outputs = Math.ceil((size - offset) / stride);
  if (stride === 1) return { outputs, taps, lastTap: taps - 1, tapStep: 1, dilation, pad: (taps - 1) * dilation - pad };
  const first = (offset + pad) % stride;
  const count = Math.max(0, Math.ceil((taps - first) / stride));
  const shift = (offset + pad - first) / stride;
  return {
    outputs,
    taps: count,
    lastTap: first + stride * (count - 1),
    tapStep: stride,
    dilation: 1,
    pad: count - 1 - shift,
  };
}

function phaseGeometry(geometry: Geometry, down: Phase, across: Phase): Geometry {
  const empty = down.taps === 0 || across.taps === 0;
  return {
    batch: geometry.batch,
    inHeight: geometry.outHeight,
    inWidth: geometry.outWidth,
    inChannels: geometry.outChannels,
    outHeight: down.outputs,
    outWidth: across.outputs,
    outChannels: geometry.inChannels,
    filterHeight: empty ? 0 : down.taps,
    filterWidth: empty ? 0 : across.taps,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: down.dilation,
    dilationWidth: across.dilation,
    padTop: down.pad,
    padLeft: across.pad,
  };
}
