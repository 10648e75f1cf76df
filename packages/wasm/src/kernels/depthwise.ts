import { getRuntime } from '../engine/runtime';
import { estimateWork } from './convolve';
import { convGeometry, type ConvAttributes } from './geometry';
import { input, type WasmKernel } from './kernel-arguments';

/** Shares of the batch that are summed apart: a function of shapes only. */
const MOST_SLOTS = 8;

/** DepthwiseConv2dNativeBackpropFilter: x [N,H,W,C], dy [N,h,w,C*m] -> dW [kh,kw,C,m]. */
export const depthwiseBackpropFilter: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  compute(args) {
    const attrs = args.attrs as unknown as ConvAttributes & { filterShape: number[] };
    const runtime = getRuntime(args.backend);
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    const geometry = convGeometry(x.shape, attrs.filterShape, attrs, true);
    const output = runtime.output(attrs.filterShape);
    const slots = Math.max(1, Math.min(geometry.batch, MOST_SLOTS));
    const rows = geometry.filterHeight * geometry.filterWidth;
    runtime.scratch(slots * rows * geometry.outChannels * 4, (partials) => {
      runtime.run(
        'depthwiseFilterGradient',
        {
          x: runtime.address(x),
          dy: runtime.address(dy),
          to: partials,
          ...geometry,
          slots,
        },
        slots,
        estimateWork(geometry) / geometry.inChannels,
      );
      runtime.run(
        'sumSlots',
        {
          partials,
          to: runtime.address(output),
          slots,
          rows,
          channels: geometry.outChannels,
          stride: geometry.outChannels,
        },
        rows,
        slots * rows * geometry.outChannels,
      );
    });
    return output;
  },
};

/** DepthwiseConv2dNativeBackpropInput: dy, filter -> dx [N,H,W,C]. */
export const depthwiseBackpropInput: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  compute(args) {
    const attrs = args.attrs as unknown as ConvAttributes & { inputShape: number[] };
    const runtime = getRuntime(args.backend);
    const [dy, filter] = [input(args, 'dy'), input(args, 'filter')];
    const geometry = convGeometry(attrs.inputShape, filter.shape, attrs, true);
    const dx = runtime.output(attrs.inputShape);
    const { batch } = geometry;
    runtime.run(
      'depthwiseInputGradient',
      {
        x: runtime.address(filter),
        dy: runtime.address(dy),
        to: runtime.address(dx),
        ...geometry,
        slots: 0,
      },
      batch,
      estimateWork(geometry) / geometry.inChannels,
    );
    return dx;
  },
};
