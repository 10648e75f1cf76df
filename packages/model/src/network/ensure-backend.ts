import { engine, env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import { invalidArgument } from '@polyhead/core';

/**
 * Lets weights be made before a program has chosen its tfjs backend: they begin on the plain JavaScript backend, where
 * the program has one, and move by themselves to the backend that first computes with them.
 * Does nothing once a backend runs. Throws if the program has none; `where` is the function that the error names.
 */
export function ensureBackend(where: string): void {
  const running = getBackend() as string | undefined; // nothing before the first backend, whatever the types say
  if ((running ?? '') !== '') return;
  const { registryFactory } = engine();
  if (Object.keys(registryFactory).length === 0)
    throw invalidArgument(
      where,
      'expected a tfjs backend to create weights on',
      'none',
      "Import one first, e.g. '@tensorflow/tfjs-backend-cpu', or await useWasm() of @polyhead/wasm.",
      { code: 'ENGINE_UNAVAILABLE' },
    );
  if (!('cpu' in registryFactory)) return;
  env().set('PROD', true); // tfjs prints advice about its cpu backend otherwise
  void setBackend('cpu'); // at once: this backend needs no waiting
}
