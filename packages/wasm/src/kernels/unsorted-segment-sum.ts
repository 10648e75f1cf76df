import { util } from '@tensorflow/tfjs-core';
import { getRuntime } from '../engine/runtime';
import { input, type WasmKernel } from './kernel-arguments';

/**
 * UnsortedSegmentSum (the gradient of gather): x [rows, ...], segmentIds [rows] -> y [numSegments, ...]; ids outside
 * are left out. tfjs' wasm backend has none.
 */
export const unsortedSegmentSum: WasmKernel = {
  name: 'UnsortedSegmentSum',
  compute(args) {
    const runtime = getRuntime(args.backend);
    const [x, ids] = [input(args, 'x'), input(args, 'segmentIds')];
    const segments = args.attrs.numSegments as number;
    const rank = ids.shape.length;
    const y = runtime.output([segments, ...x.shape.slice(rank)], 'float32');
    const sizes = { rows: util.sizeFromShape(ids.shape), inner: util.sizeFromShape(x.shape.slice(rank)), segments };
    runtime.run(
      'segmentSum',
      { x: runtime.address(x), ids: runtime.address(ids), y: runtime.address(y), ...sizes },
      1,
      0,
    );
    return y;
  },
};
