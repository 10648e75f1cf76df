// The networks, weights and images of make-networks.py, made with polyhead.
import { faceTasks } from '@polyhead/core';
import { buildNetwork, branch, buildFaceNet, convBlock, denseBlock, globalAveragePool, layerScale, type Network, noTrunk, residualBlock, separableBlock, sharedTrunk, squeezeExcite, stem, stochasticDepth } from '@polyhead/model';
import { tensor, tidy } from '@tensorflow/tfjs-core';

const tasks = faceTasks();

export const kerasNetworks = {
  faceNet: (imageSize: number): Network => buildFaceNet({ tasks, imageSize }) as Network,
  chain: (imageSize: number): Network => buildFaceNet({ tasks: { age: tasks.age }, imageSize }) as Network,
  everyBlock: (imageSize: number): Network =>
    buildNetwork({
      name: 'every_block',
      tasks: { age: tasks.age, race: tasks.race },
      imageShape: [imageSize, imageSize, 3],
      trunk: sharedTrunk([stem(8), residualBlock(8), residualBlock(12, { strides: 2, squeezeRatio: 4 }), separableBlock(16, { pool: 1 }), squeezeExcite({ ratio: 8 })]),
      branches: { age: branch([globalAveragePool(), denseBlock(6)]), race: branch([convBlock(4), globalAveragePool()], { from: 'image' }) },
    }) as Network,
  scaled: (imageSize: number): Network =>
    buildNetwork({
      name: 'scaled',
      tasks: { age: tasks.age },
      imageShape: [imageSize, imageSize, 3],
      trunk: noTrunk(),
      branches: { age: branch([stem(8), residualBlock(8, { squeezeRatio: 4, stochasticDepth: 0.2, initialScale: 0 }), layerScale(), stochasticDepth(0.5), globalAveragePool()]) },
    }) as Network,
};

/** Numbers from 0 to 1 that depend on a name and a position. */
export function uniform(name: string, count: number): Float64Array {
  let state = 0x811c9dc5;
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  return Float64Array.from({ length: count }, (_, index) => {
    let x = (Math.imul(index, 2654435761) + state) >>> 0;
    x = Math.imul(x ^ (x >>> 15), 2246822519) >>> 0;
    x = Math.imul(x ^ (x >>> 13), 3266489917) >>> 0;
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
  });
}

export function setFormulaWeights({ model }: Network): void {
  for (const layer of model.layers) {
    tidy(() => layer.setWeights(layer.weights.map(({ originalName, shape }) => tensor(weight(originalName, shape as number[]), shape as number[], 'float32'))));
  }
}

function weight(name: string, shape: readonly number[]): Float32Array {
  const kind = name.split('/')[1] ?? '';
  const fan = (sides: readonly number[]): number => Math.sqrt(3 / sides.reduce((a, b) => a * b, 1));
  const values = uniform(name, shape.reduce((a, b) => a * b, 1));
  if (kind === 'gamma' || kind === 'moving_variance') return Float32Array.from(values, (u) => 0.5 + u);
  if (kind === 'kernel' || kind === 'pointwise_kernel') return Float32Array.from(values, (u) => (2 * u - 1) * fan(shape.slice(0, -1)));
  if (kind === 'depthwise_kernel') return Float32Array.from(values, (u) => (2 * u - 1) * fan(shape.slice(0, 2)));
  return Float32Array.from(values, (u) => u - 0.5);
}

/** Pixels / 255, [images, size, size, 3]; the last image is the brightest. */
export function formulaImages(images: number, size: number): Float32Array {
  const each = size * size * 3;
  return Float32Array.from(uniform('image', images * each), (u, index) => Math.floor((u * 256 * (Math.floor(index / each) + 1)) / images) / 255);
}
