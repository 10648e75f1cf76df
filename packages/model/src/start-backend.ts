import { engine, env, getBackend, setBackend } from '@tensorflow/tfjs-core';

/**
 * Lets weights be made before a program has chosen its tfjs backend: they begin on the plain JavaScript backend, where the program has one, and move by themselves to the backend that first computes with them.
 * Does nothing once a backend runs.
 */
export function startBackend(): void {
  const running = getBackend() as string | undefined; // nothing before the first backend, whatever the types say
  if ((running ?? '') !== '' || !('cpu' in engine().registryFactory)) return;
  env().set('PROD', true); // tfjs prints advice about its cpu backend otherwise
  void setBackend('cpu'); // at once: this backend needs no waiting
}
