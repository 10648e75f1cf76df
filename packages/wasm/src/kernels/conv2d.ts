import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime } from '../engine/runtime';
import { convolve, wholeOutput } from './convolve';
import { convGeometry, type ConvAttributes } from './geometry';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

/** Conv2D in NHWC. */
export const conv2d: WasmKernel = {
  name: 'Conv2D',
  compute: (args, stock) => (args.attrs.dataFormat === 'NCHW' ? stock(args) : convolution(args, undefined, false)),
};

/** FusedConv2D in NHWC with no activation or ReLU; others go to tfjs' own kernel. */
export const fusedConv2d: WasmKernel = {
  name: 'FusedConv2D',
  compute(args, stock) {
    const { activation = 'linear', dataFormat = 'NHWC' } = args.attrs as { activation?: string; dataFormat?: string };
    const bias = args.inputs.bias as TensorInfo | null | undefined;
    const known = dataFormat === 'NHWC' && (activation === 'linear' || activation === 'relu');
    return known ? convolution(args, bias ?? undefined, activation === 'relu') : stock(args);
  },
};

/** PolyheadConv2D: x, filter, bias -> y, with a gradient that computes only what is asked for. */
export const polyheadConv2d: WasmKernel = {
  name: 'PolyheadConv2D',
  compute: (args) => convolution(args, input(args, 'bias'), args.attrs.activation === 'relu'),
};

function convolution(args: KernelArguments, bias: TensorInfo | undefined, relu: boolean): TensorInfo {
  const [x, filter] = [input(args, 'x'), input(args, 'filter')];
  const runtime = getRuntime(args.backend);
  const geometry = convGeometry(x.shape, filter.shape, args.attrs as unknown as ConvAttributes);
  const { batch, outHeight, outWidth, outChannels, inChannels, filterWidth } = geometry;
  const y = runtime.output([batch, outHeight, outWidth, outChannels]);
  const view = {
    address: runtime.address(filter),
    rowStride: filterWidth * inChannels * outChannels,
    columnStride: inChannels * outChannels,
    depthStride: outChannels,
    outStride: 1,
  };
  convolve(runtime, geometry, runtime.address(x), view, wholeOutput(geometry, runtime.address(y)), {
    bias: bias === undefined ? 0 : runtime.address(bias),
    relu,
  });
  return y;
}
