import { engine, getGradient, getKernelsForBackend, type GradConfig, registerGradient } from '@tensorflow/tfjs-core';

/**
 * Loads a module and then puts back the gradients that were registered before. tfjs-node has a separate copy of
 * tfjs-core, which registers tfjs' gradients when it is loaded; all copies share one registry, so that it would replace
 * those of other engines, such as wasm.
 */
export function keepGradients<Module>(load: () => Module): Module {
  const backends = Object.keys(engine().registryFactory);
  const names = new Set(backends.flatMap((name) => getKernelsForBackend(name).map(({ kernelName }) => kernelName)));
  const gradients = [...names].map((name) => getGradient(name) as GradConfig | undefined);
  try {
    return load();
  } finally {
    for (const gradient of gradients) if (gradient !== undefined) registerGradient(gradient);
  }
}
