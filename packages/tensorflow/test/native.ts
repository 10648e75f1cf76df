import { backend, memory } from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** True where native TensorFlow was installed; whether it works is what the tests find out. */
export function nativeIsInstalled(): boolean {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  return existsSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'));
}

/**
 * A `describe` for what needs native TensorFlow. Where it is not installed the tests are skipped, under a name that
 * says why;
 * with CI=true that is a failure.
 */
export function describeNative(title: string, body: () => void): void {
  if (nativeIsInstalled()) return describe(title, body);
  if (process.env['CI'] === 'true')
    throw new Error(
      `"${title}" needs native TensorFlow, and CI=true makes it required. Run "pnpm exec polyhead install" first.`,
    );
  describe.skip(`${title} (could not run: no native TensorFlow, "pnpm exec polyhead install" gets it)`, body);
}

/** How many tensors there are for tfjs, and how many TensorFlow holds for it. */
export function heldTensors(): readonly [number, number] {
  // tfjs-node's backend, whose types do not show the addon
  const { binding } = backend() as unknown as { binding: { getNumOfTensors(): number } };
  return [memory().numTensors, binding.getNumOfTensors()];
}
