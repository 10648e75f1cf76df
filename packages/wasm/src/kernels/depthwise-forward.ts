import { getKernel, type KernelBackend, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime } from '../engine/runtime';
import { estimateWork } from './convolve';
import { convGeometry, type ConvAttributes } from './geometry';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

/** Attributes of FusedDepthwiseConv2D. */
interface FusedAttributes {
  readonly activation?: 'linear' | 'relu' | 'relu6' | 'elu' | 'prelu' | 'leakyrelu' | 'sigmoid' | null;
  readonly leakyreluAlpha?: number;
}

/**
 * DepthwiseConv2dNative: x [N,H,W,C], filter [kh,kw,C,m] -> y [N,h,w,C*m]. The kernel of tfjs is wrong if a filter is
 * smaller than its strides with padding `same`, and writes outside of its memory with padding in numbers.
 */
export const depthwiseConv2d: WasmKernel = {
  name: 'DepthwiseConv2dNative',
  compute: (args) => depthwise(args, undefined, false),
};

/** FusedDepthwiseConv2D: the same with a bias and an activation. */
export const fusedDepthwiseConv2d: WasmKernel = {
  name: 'FusedDepthwiseConv2D',
  compute(args) {
    const { activation, leakyreluAlpha: alpha } = args.attrs as FusedAttributes;
    const bias = (args.inputs['bias'] as TensorInfo | null | undefined) ?? undefined;
    const isPerFilter = bias?.shape.length === 1 && bias.shape[0] === filtersOf(args);
    const isPlain = bias === undefined || isPerFilter;
    const y = depthwise(args, isPerFilter ? bias : undefined, isPlain && activation === 'relu');
    const shifted = isPlain ? y : then(args.backend, y, 'Add', { a: y, b: bias });
    if (activation === undefined || activation === null || activation === 'linear') return shifted;
    if (activation === 'relu') return isPlain ? y : then(args.backend, shifted, 'Relu', { x: shifted });
    const weights = args.inputs['preluActivationWeights'];
    const inputs = { x: shifted, ...(activation === 'prelu' && { alpha: weights as TensorInfo }) };
    return then(args.backend, shifted, activationKernels[activation], inputs, { alpha });
  },
};

const activationKernels = { relu6: 'Relu6', elu: 'Elu', prelu: 'Prelu', leakyrelu: 'LeakyRelu', sigmoid: 'Sigmoid' };

function filtersOf(args: KernelArguments): number {
  const [, , channels = 0, multiplier = 0] = input(args, 'filter').shape;
  return channels * multiplier;
}

/** Runs a kernel that takes a result over, and frees that. */
function then(
  backend: KernelBackend,
  result: TensorInfo,
  name: string,
  inputs: Record<string, TensorInfo>,
  attrs: Readonly<Record<string, number | undefined>> = {},
): TensorInfo {
  const made = getKernel(name, 'wasm').kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
  backend.disposeData(result.dataId);
  return made;
}

function depthwise(args: KernelArguments, bias: TensorInfo | undefined, relu: boolean): TensorInfo {
  const [x, filter] = [input(args, 'x'), input(args, 'filter')];
  const runtime = getRuntime(args.backend);
  const geometry = convGeometry(x.shape, filter.shape, args.attrs as unknown as ConvAttributes, true);
  const { batch, outHeight, outWidth, outChannels, inChannels } = geometry;
  const y = runtime.output([batch, outHeight, outWidth, outChannels]);
  runtime.run(
    'depthwise',
    {
      x: runtime.address(x),
      filter: runtime.address(filter),
      bias: bias === undefined ? 0 : runtime.address(bias),
      y: runtime.address(y),
      ...geometry,
      relu: Number(relu),
    },
    batch * outHeight,
    estimateWork(geometry) / inChannels,
  );
  return y;
}
