import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime } from '../engine/runtime';
import { poolGeometry, type PoolAttributes } from './geometry';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

/**
 * MaxPoolGrad: dy to the first maximum of each window. tfjs' own wasm kernel gives it to the window's first element
 * wherever the maximum is <= 0,
 * which after a batch normalization is most of the time.
 */
export const maxPoolGrad: WasmKernel = {
  name: 'MaxPoolGrad',
  compute: (args) => poolGradient(args, 'maxPoolGradient'),
};

/**
 * AvgPoolGrad: dy to all elements of each window that lie inside the image, in equal shares. tfjs' own kernels divide
 * by the whole window, padding included.
 */
export const avgPoolGrad: WasmKernel = {
  name: 'AvgPoolGrad',
  compute: (args) => poolGradient(args, 'averagePoolGradient'),
};

function poolGradient(args: KernelArguments, kernel: 'maxPoolGradient' | 'averagePoolGradient'): TensorInfo {
  const runtime = getRuntime(args.backend);
  const [dy, x] = [input(args, 'dy'), input(args, 'input')];
  const {
    batch,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padTop,
    padLeft,
  } = poolGeometry(x.shape, args.attrs as unknown as PoolAttributes);
  const dx = runtime.output(x.shape);
  runtime.run(
    kernel,
    {
      x: runtime.address(x),
      dy: runtime.address(dy),
      dx: runtime.address(dx),
      height: inHeight,
      width: inWidth,
      channels: inChannels,
      outHeight,
      outWidth,
      windowHeight: filterHeight,
      windowWidth: filterWidth,
      strideHeight,
      strideWidth,
      padTop,
      padLeft,
    },
    batch,
    batch * outHeight * outWidth * filterHeight * filterWidth * inChannels,
  );
  return dx;
}
