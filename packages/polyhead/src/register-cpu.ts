import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { findBackendFactory, registerBackend } from '@tensorflow/tfjs-core';

const PRIORITY = 1; // as tfjs-backend-cpu itself

/**
 * Registers tfjs' cpu backend, so that networks can be built before an engine is chosen. The import would do so by
 * itself, but bundlers drop an import without a name: the manifest of tfjs-backend-cpu calls the file that Node loads
 * free of side effects.
 */
export function registerCpu(): void {
  if (findBackendFactory('cpu') === null) registerBackend('cpu', () => new MathBackendCPU(), PRIORITY);
}
