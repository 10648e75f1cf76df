import { input, type WasmKernel } from './kernel-arguments';

/** Identity: a second tensor on the same memory. tfjs' own wasm kernel copies, in every clone of a training step. */
export const identity: WasmKernel = {
  name: 'Identity',
  compute(args, stock) {
    const x = input(args, 'x');
    if (x.dtype === 'string') return stock(args);
    args.backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
};
