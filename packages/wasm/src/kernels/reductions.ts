import { backend_util, util } from '@tensorflow/tfjs-core';
import { runtimeOf } from '../engine/runtime';
import { input, type WasmKernel } from './kernel-arguments';
import { reduceRows } from './sums';

/** Sum over neighbouring axes, without the transpose of tfjs' own kernel; other cases go to that one. */
export const sum = reduction('Sum', false);

/** Mean over neighbouring axes. */
export const mean = reduction('Mean', true);

function reduction(name: string, isMean: boolean): WasmKernel {
  return {
    name,
    compute(args, stock) {
      const x = input(args, 'x');
      const { axis, keepDims = false } = args.attrs as { axis?: number | number[]; keepDims?: boolean };
      const axes = util.parseAxisParam(axis as number | number[], x.shape).sort((a, b) => a - b);
      const [first = 0, last = -1] = [axes[0], axes[axes.length - 1]];
      if (x.dtype !== 'float32' || last - first + 1 !== axes.length || axes.length === 0) return stock(args);
      const runtime = runtimeOf(args.backend);
      const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const y = runtime.output(keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape);
      const part = (from: number, to: number): number => util.sizeFromShape(x.shape.slice(from, to));
      reduceRows(runtime, runtime.address(x), runtime.address(y), { outer: part(0, first), rows: part(first, last + 1), channels: part(last + 1, x.shape.length) }, isMean);
      return y;
    },
  };
}
