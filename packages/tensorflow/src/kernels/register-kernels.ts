import { registerGradient, registerKernel, unregisterKernel, getKernel } from '@tensorflow/tfjs-core';
import { batchNormGrad, batchNormGradient, batchNormTraining } from './batch-norm';
import { dropout, dropoutAtStep } from './dropout';
import { reluGrad } from './relu-grad';

const kernels = [batchNormGrad, batchNormTraining, dropout, dropoutAtStep, reluGrad];

/** Gives the `tensorflow` backend the kernels that training asks for by name. Calling it again is harmless. */
export function registerKernels(): void {
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, kernel.backendName) !== undefined) unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
  registerGradient(batchNormGradient);
}
