import { getGradient, registerGradient, type GradConfig } from '@tensorflow/tfjs-core';
import { betterGradients } from './improved-gradients';
import { customGradients } from './custom-gradients';

const replaced = new WeakMap<GradConfig, GradConfig>();

/**
 * Registers the gradients of the custom kernels, and better ones for kernels of tfjs. Gradients belong to all backends
 * at once: each of the latter does what
 * tfjs does where the current backend lacks the kernel that it would run.
 */
export function registerGradients(): void {
  customGradients.forEach(registerGradient);
  for (const [kernelName, better] of Object.entries(betterGradients)) {
    const current = getGradient(kernelName) as GradConfig | undefined;
    if (current === undefined) continue;
    const stock = replaced.get(current) ?? current;
    const gradient = better(stock);
    replaced.set(gradient, stock);
    registerGradient(gradient);
  }
}
