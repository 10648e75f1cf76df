// Times the kernels in one process: --threads n for ours, 0 for tfjs' own wasm backend. Prints [seconds or null, ...]
// as JSON, in the order of kernelCases.
import '@tensorflow/tfjs-backend-wasm';
import { useWasm } from '@polyhead/wasm';
import {
  dispose,
  enableProdMode,
  engine,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  setBackend,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { registerFilterGradient } from '../contenders/filter-gradient';
import { median } from '../statistics';
import { type KernelCase, kernelCases } from './kernel-cases';

const { threads, batch, size } = new Command()
  .option('--threads <n>', '', Number, 1)
  .option('--batch <n>', '', Number, 8)
  .option('--size <n>', '', Number, 198)
  .parse()
  .opts<{ threads: number; batch: number; size: number }>();
enableProdMode();
if (threads > 0) await useWasm({ threads });
else {
  await setBackend('wasm');
  registerFilterGradient();
}
console.log(JSON.stringify(kernelCases(batch, size).map(secondsOf)));
process.exit(0); // threads may be waiting for work

/**
 * The median of at least five runs and a fifth of a second, or null where this backend lacks the kernel. Kernels are
 * done when they return.
 */
function secondsOf({ kernel, inputs, attributes, consumes = false }: KernelCase): number | null {
  if ((getKernel(kernel, 'wasm') as KernelConfig | undefined) === undefined) return null;
  let tensors = inputs();
  const run = (): number => {
    const start = performance.now();
    const result = engine().runKernel(kernel, tensors as NamedTensorMap, attributes as NamedAttrMap) as
      Tensor | Tensor[];
    const seconds = (performance.now() - start) / 1000;
    dispose(result);
    if (consumes) {
      dispose(tensors as NamedTensorMap);
      tensors = inputs();
    }
    return seconds;
  };
  run();
  const seconds = [run()];
  while (seconds.length < 5 || seconds.reduce((sum, each) => sum + each, 0) < 0.2) seconds.push(run());
  dispose(tensors as NamedTensorMap);
  return median(seconds);
}
