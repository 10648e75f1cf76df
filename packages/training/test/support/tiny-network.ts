// Networks and images small enough for the cpu backend.
import { namedWeights, type Network } from '@polyhead/model';
import {
  type Batch,
  type BatchSource,
  type ImageShape,
  type SkippedImage,
  type Task,
  type TaskMap,
  type TaskName,
  taskNames,
} from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  type constraints,
  initializers,
  layers,
  model as makeModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';

export interface TinyOptions {
  shape?: ImageShape;
  dropout?: number;
  seed?: number;
  norm?: boolean;
  pooled?: boolean;
  filters?: number;
  kernelConstraint?: ReturnType<typeof constraints.maxNorm>;
}

/** Conv -> ReLU -> BN -> pool -> dropout -> dense -> ReLU -> BN -> dropout, then one dense layer a task. */
export function tinyNetwork<Tasks extends TaskMap>(
  tasks: Tasks,
  {
    shape = [6, 6, 1],
    dropout = 0.25,
    seed = 1,
    norm = true,
    pooled = true,
    filters = 4,
    kernelConstraint,
  }: TinyOptions = {},
): Network<Tasks> {
  let next = seed;
  const kernelInitializer = () => initializers.glorotUniform({ seed: next++ });
  const input = layers.input({ shape: [...shape], name: 'image' } as never) as SymbolicTensor;
  const stack = [
    layers.conv2d({ filters, kernelSize: 3, padding: 'same', kernelInitializer: kernelInitializer() }),
    layers.activation({ activation: 'relu' }),
    ...(norm ? [layers.batchNormalization({})] : []),
    ...(pooled ? [layers.maxPooling2d({ poolSize: 2 })] : []),
    layers.dropout({ rate: dropout }),
    layers.flatten(),
    layers.dense({ units: 8, kernelInitializer: kernelInitializer(), ...(kernelConstraint && { kernelConstraint }) }),
    layers.activation({ activation: 'relu' }),
    ...(norm ? [layers.batchNormalization({})] : []),
    layers.dropout({ rate: dropout }),
  ];
  const trunk = stack.reduce((x, layer) => layer.apply(x) as SymbolicTensor, input);
  const outputs = taskNames(tasks).map((name) => {
    const { units, activation } = tasks[name] as Task;
    const logits = layers.dense({ units, kernelInitializer: kernelInitializer() }).apply(trunk);
    return layers.activation({ activation, name: `${name}_output` }).apply(logits) as SymbolicTensor;
  });
  return networkOf(makeModel({ inputs: input, outputs }), tasks, shape);
}

export function networkOf<Tasks extends TaskMap>(
  model: Network['model'],
  tasks: Tasks,
  imageShape: ImageShape,
): Network<Tasks> {
  return { model, tasks, imageShape, summary: () => '', dispose: () => void model.dispose() };
}

export interface TinySourceOptions {
  size?: number;
  batchSize?: number;
  shape?: ImageShape;
  seed?: number;
  shuffle?: boolean;
  skipped?: readonly SkippedImage[];
}

/**
 * Images whose labels can be read off their brightness: the class, or the quantity, is the share of bright pixels.
 */
export function tinySource<Tasks extends TaskMap>(tasks: Tasks, options: TinySourceOptions = {}): BatchSource<Tasks> {
  const { size = 20, batchSize = 8, shape = [6, 6, 1], seed = 1, shuffle = true, skipped } = options;
  const pixels = shape[0] * shape[1] * shape[2];
  const share = (index: number): number => ((index * 7919 + seed * 104729) % 97) / 97;
  const image = (index: number): Uint8Array =>
    Uint8Array.from({ length: pixels }, (_, pixel) =>
      Math.min(255, share(index) * 200 + ((pixel * 31 + index * 17) % 50)),
    );
  const valueOf = (task: Task, index: number): number =>
    task.type === 'classification'
      ? Math.floor(share(index) * task.labels.length)
      : task.value(Math.round(share(index) * 40));
  return {
    size,
    batchSize,
    length: Math.ceil(size / batchSize),
    imageShape: shape,
    tasks,
    ...(skipped && { skipped }),
    fileOf: (index) => `image-${index}.png`,
    async *batches(epoch, from = 0) {
      const order = Array.from({ length: size }, (_, index) => index);
      if (shuffle) order.sort((a, b) => ((a * 31 + epoch * 7 + 3) % 23) - ((b * 31 + epoch * 7 + 3) % 23) || a - b);
      for (let start = from * batchSize; start < size; start += batchSize)
        yield makeBatch(tasks, order.slice(start, start + batchSize), pixels, image, valueOf);
    },
  };
}

function makeBatch<Tasks extends TaskMap>(
  tasks: Tasks,
  indices: number[],
  pixels: number,
  image: (index: number) => Uint8Array,
  valueOf: (task: Task, index: number) => number,
): Batch<TaskName<Tasks>> {
  const size = indices.length;
  const images = new Uint8Array(size * pixels);
  indices.forEach((index, position) => images.set(image(index), position * pixels));
  const columns = taskNames(tasks).map((name) => {
    const task = tasks[name] as Task;
    const values = Float64Array.from(indices, (index) => valueOf(task, index));
    const targets = new Float32Array(size * task.units);
    values.forEach((value, position) => task.encode(value, targets, position * task.units));
    return [name, { values, targets }] as const;
  });
  const values = columns.map(([name, column]) => [name, column.values]);
  const targets = columns.map(([name, column]) => [name, column.targets]);
  return {
    size,
    images,
    labels: Object.fromEntries(values) as Record<TaskName<Tasks>, Float64Array>,
    targets: Object.fromEntries(targets) as Record<TaskName<Tasks>, Float32Array>,
    indices: Uint32Array.from(indices),
  };
}

/** Values of all weights of a network, as plain arrays, in the order of a step's state. */
export function weightsOf({ model }: Network): number[][] {
  return namedWeights(model).map(({ weight }) => Array.from(weight.read().dataSync()));
}

export async function useCpu(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  tf.enableProdMode(); // tfjs would print an advertisement
  await tf.setBackend('cpu');
}
