import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime } from '../engine/runtime';
import { input, type WasmKernel } from './kernel-arguments';
import { outerInnerShape } from './outer-inner-shape';
import { reduceRows } from './sums';
import { PolyheadError } from '@polyhead/core';

interface ReductionAttributes {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

/** Sum over neighboring axes, without the transpose of tfjs' own kernel; other cases go to that one. */
export const sum = average('Sum', false);

/** Mean over neighboring axes. */
export const mean = average('Mean', true);

function average(name: string, isMean: boolean): WasmKernel {
  return {
    name,
    compute(args, stock) {
      const x = input(args, 'x');
      const { axis, keepDims = false } = args.attrs as ReductionAttributes;
      const around = x.dtype === 'float32' ? outerInnerShape(x, axis) : undefined;
      if (around === undefined) return stock(args);
      const runtime = getRuntime(args.backend);
      const y = runtime.output(reducedShape(x, around.axes, keepDims));
      reduceRows(runtime, runtime.address(x), runtime.address(y), around, isMean);
      return y;
    },
  };
}

/** Max over neighboring axes that are not the last: global pooling. Other cases go to tfjs' own kernel. */
export const max: WasmKernel = {
  name: 'Max',
  compute(args, stock) {
    const x = input(args, 'x');
    const { reductionIndices, keepDims = false } = args.attrs as ReductionAttributes;
    const around = x.dtype === 'float32' ? outerInnerShape(x, reductionIndices) : undefined;
    if (around === undefined || around.channels === 1) return stock(args);
    const runtime = getRuntime(args.backend);
    const y = runtime.output(reducedShape(x, around.axes, keepDims));
    const { outer, rows, channels } = around;
    runtime.run(
      'maxRows',
      { x: runtime.address(x), y: runtime.address(y), dy: 0, dx: 0, rows, channels },
      outer,
      outer * rows * channels,
      { scale: 1 },
    );
    return y;
  },
};

function reducedShape(x: TensorInfo, axes: number[], keepDims: boolean): number[] {
  const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  return keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape;
}

/** PolyheadMaxGrad: dy and y of a Max over neighboring axes of x -> dx, to every largest value. */
export const maxGrad: WasmKernel = {
  name: 'PolyheadMaxGrad',
  compute(args) {
    const [dy, x, y] = [input(args, 'dy'), input(args, 'x'), input(args, 'y')];
    const { outer, rows, channels } = staticAxes(outerInnerShape(x, (args.attrs as ReductionAttributes).axis));
    const runtime = getRuntime(args.backend);
    const dx = runtime.output(x.shape);
    const addresses = {
      x: runtime.address(x),
      y: runtime.address(y),
      dy: runtime.address(dy),
      dx: runtime.address(dx),
    };
    runtime.run('maxRowsGradient', { ...addresses, rows, channels }, outer, outer * rows * channels, { scale: 1 });
    return dx;
  },
};

/**
 * PolyheadSpread: dy of a Sum or Mean over neighboring axes of a tensor of `shape` -> dx = dy * scale in all places.
 */
export const broadcastTo: WasmKernel = {
  name: 'PolyheadSpread',
  compute(args) {
    const dy = input(args, 'dy');
    const { shape, axis, scale } = args.attrs as { shape: number[]; axis: number | number[]; scale: number };
    const { outer, rows, channels } = staticAxes(outerInnerShape({ shape }, axis));
    const runtime = getRuntime(args.backend);
    const dx = runtime.output(shape);
    runtime.run(
      'spreadRows',
      { x: 0, y: 0, dy: runtime.address(dy), dx: runtime.address(dx), rows, channels },
      outer,
      outer * rows * channels,
      { scale },
    );
    return dx;
  },
};

function staticAxes<T>(around: T | undefined): T {
  if (around === undefined)
    throw new PolyheadError('INTERNAL', 'PolyheadMaxGrad, PolyheadSpread: expected neighboring axes.');
  return around;
}
