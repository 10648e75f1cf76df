import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime } from '../engine/runtime';
import { channelsLast } from './channels-last';
import { filterGradient } from './filter-gradient';
import { convGeometry, type ConvAttributes } from './geometry';
import { input, type WasmKernel } from './kernel-arguments';

/**
 * Conv2DBackpropFilter: x [N,H,W,Ci], dy [N,h,w,Co] -> dW [kh,kw,Ci,Co]; dilations too, which tfjs itself never asks
 * for.
 */
export const conv2dBackpropFilter: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  compute(args) {
    const attrs = args.attrs as unknown as ConvAttributes & { filterShape: number[] };
    const runtime = getRuntime(args.backend);
    const compute = (x: TensorInfo, dy: TensorInfo): TensorInfo => {
      const output = runtime.output(attrs.filterShape);
      filterGradient(runtime, convGeometry(x.shape, attrs.filterShape, attrs), {
        x: runtime.address(x),
        dy: runtime.address(dy),
        to: runtime.address(output),
      });
      return output;
    };
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    return channelsLast(args, attrs.dataFormat, [x, dy], ([xLast = x, dyLast = dy]) => compute(xLast, dyLast), false);
  },
};
