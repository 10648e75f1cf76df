import type { Network } from '@polyhead/model';
import { allLayers } from '../layer-patches/all-layers';

/**
 * Layers that give on what they get, or whose output an engine may fuse away: they are left out, so that the estimate
 * is none too high.
 */
const free = new Set([
  'Activation',
  'Dropout',
  'Flatten',
  'Reshape',
  'InputLayer',
  'GaussianNoise',
  'ReLU',
  'Add',
  'Multiply',
  'Concatenate',
]);
/** Weights, their gradients, and two numbers of the optimizer for each. */
const copies = 4;

/**
 * Least memory that a training step of this many images takes, in bytes: what the layers with work to do give out,
 * which the way back needs, and the weights.
 * Where the way back is one operation after the other (`eager`), all of that is still there when the largest of the
 * outputs gets its gradient; half of that counts, as fused blocks on wasm do without the rest. Where not all are in the
 * network `atOnce`, the images wait and the gradients are added up.
 */
export function estimateMemory(
  { model, imageShape }: Pick<Network, 'model' | 'imageShape'>,
  batchSize: number,
  { atOnce = batchSize, eager }: { readonly atOnce?: number; readonly eager: boolean },
): number {
  const image = imageShape.reduce((product, side) => product * side, 1);
  const outputs = allLayers(model)
    .filter((layer) => !free.has(layer.getClassName()))
    .flatMap(({ inboundNodes }) =>
      inboundNodes.flatMap((node) => node.outputShapes as readonly (readonly unknown[])[]),
    );
  const sizes = outputs.map(elements);
  const activations = sizes.reduce((sum, size) => sum + size, image) + (eager ? Math.max(0, ...sizes) / 2 : 0);
  const weights = model.weights.reduce((sum, { shape }) => sum + elements(shape), 0);
  const waiting = atOnce < batchSize ? image * batchSize + weights : 0;
  return 4 * (activations * atOnce + copies * weights + waiting);
}

function elements(shape: readonly unknown[] | null): number {
  return (shape ?? []).reduce<number>((product, side) => product * (typeof side === 'number' ? side : 1), 1);
}
