import { getKernel, registerGradient, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { batchNormGrad, batchNormGradient, batchNormTraining } from './batch-norm';
import { dropout, dropoutAtStep } from './dropout';
import { gather } from './gather';
import { hasCustomOps } from './custom-ops';
import { blockKernels, reluBatchNormPoolGradient } from './relu-batch-norm-pool';
import { reluGrad } from './relu-grad';

const kernels = [batchNormGrad, batchNormTraining, dropout, dropoutAtStep, gather, reluGrad];

/**
 * Gives the `tensorflow` backend the kernels that training asks for by name, and those of tfjs-node that a graph cannot
 * have in a form that it can. Calling it again is harmless.
 */
export function registerKernels(backend: NativeBackend): void {
  for (const kernel of [...kernels, ...(hasCustomOps(backend) ? blockKernels : [])]) {
    if (getKernel(kernel.kernelName, kernel.backendName) !== undefined)
      unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
  registerGradient(batchNormGradient);
  registerGradient(reluBatchNormPoolGradient);
}
