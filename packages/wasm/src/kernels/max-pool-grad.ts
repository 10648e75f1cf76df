import { runtimeOf } from '../engine/runtime';
import { poolGeometry, type Geometry, type PoolAttributes } from './geometry';
import { input, type WasmKernel } from './kernel-arguments';

/**
 * MaxPoolGrad: dy to the first maximum of each window. tfjs' own wasm kernel gives it to the window's first element wherever the maximum is <= 0,
 * which after a batch normalisation is most of the time.
 */
export const maxPoolGrad: WasmKernel = {
  name: 'MaxPoolGrad',
  compute(args) {
    const runtime = runtimeOf(args.backend);
    const [dy, x] = [input(args, 'dy'), input(args, 'input')];
    const geometry = poolGeometry(x.shape, args.attrs as unknown as PoolAttributes);
    const dx = runtime.output(x.shape);
    runtime.run('maxPoolGradient', { x: runtime.address(x), dy: runtime.address(dy), dx: runtime.address(dx), ...poolSizes(geometry) }, geometry.batch);
    return dx;
  },
};

/** The fields that PoolParams takes after its addresses, in their order. */
export function poolSizes(geometry: Geometry): Record<string, number> {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padTop, padLeft } = geometry;
  return { height: inHeight, width: inWidth, channels: inChannels, outHeight, outWidth, windowHeight: filterHeight, windowWidth: filterWidth, strideHeight, strideWidth, padTop, padLeft };
}
