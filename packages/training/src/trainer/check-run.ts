import { assertNetwork, type Network } from '@polyhead/model';
import {
  type BatchSource,
  formatValue,
  assertObject,
  type ImagePreprocessing,
  type Task,
  type TaskMap,
  taskNames,
  invalidArgument,
  PolyheadError,
  assertNumber,
  assertWholeNumber,
  assertOneOf,
} from '@polyhead/core';
import type { Optimizer } from '../optimizers/optimizer';
import { checkMicroBatchSize } from '../steps/micro-batches';
import type { TrainOptions } from './train-options';

const optionNames = {
  training: true,
  validation: true,
  epochs: true,
  optimizer: true,
  schedule: true,
  callbacks: true,
  emaDecay: true,
  updateBatchNorm: true,
  lossWeighting: true,
  microBatchSize: true,
  seed: true,
  compile: 'boolean',
  resume: true,
} satisfies Record<keyof TrainOptions, true | 'boolean'>;

/**
 * Everything that can be wrong with the arguments of `train`, before anything is made of them. `resume` is checked
 * where it is read.
 */
export function checkRun<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: Omit<TrainOptions<Tasks>, 'resume'>,
): void {
  assertNetwork('train', network);
  assertObject('train', options, {
    optionKeys: optionNames,
    example: '{ training: imageBatches(records, { tasks, imageSize: 198 }), epochs: 10 }',
  });
  const { training, validation, optimizer, schedule, callbacks = [] } = options;
  checkRunOptions(options);
  checkSource('train: "training"', network, training);
  if (validation !== undefined) {
    checkSource('train: "validation"', network, validation);
    checkPreprocessing('train: "validation"', training.preprocessing, validation.preprocessing);
  }
  if (optimizer !== undefined) checkOptimizer('train', optimizer);
  if (schedule !== undefined)
    assertObject('train: "schedule"', schedule, {
      what: 'a schedule',
      requiredKeys: ['start'],
      example: 'cosineDecay({ warmupEpochs: 2 })',
    });
  if (!Array.isArray(callbacks))
    throw invalidArgument('train', '"callbacks" must be a list', formatValue(callbacks), 'Pass e.g. [progressBar()].');
  for (const callback of callbacks)
    assertObject('train: "callbacks"', callback, {
      what: 'a callback',
      requiredKeys: ['name'],
      example: 'progressBar()',
    });
}

export function checkOptimizer(where: string, optimizer: Optimizer): void {
  assertObject(`${where}: "optimizer"`, optimizer, {
    what: 'an optimizer',
    requiredKeys: ['settings', 'start'],
    example: 'adam({ learningRate: 1e-4 })',
  });
}

/** How to make the shapes of a network and of a source equal. */
function shapeHint({ imageShape }: Pick<Network, 'imageShape'>, source: Pick<BatchSource, 'imageShape'>): string {
  const [height, width, channels] = imageShape;
  const [rows, columns, bands] = source.imageShape;
  if (rows !== height || columns !== width) return `Pass the network's size as "imageSize" to the source.`;
  const rgbOnly = channels === 1 && bands === 3 ? ' (imageBatches yields RGB, also of gray files)' : '';
  return `Build the network with imageShape [${source.imageShape.join(', ')}], or pass arrayBatches pixels of ${channels} ${channels === 1 ? 'channel' : 'channels'}, with shape [${height}, ${width}, ${channels}]${rgbOnly}.`;
}

/** Throws if a source does not fit the network, telling what differs. */
export function checkSource<Tasks extends TaskMap>(
  where: string,
  network: Network<Tasks>,
  source: BatchSource<Tasks>,
): void {
  assertObject(where, source, {
    what: 'a source of batches',
    requiredKeys: ['batches', 'imageShape'],
    example: 'imageBatches(records, { tasks, imageSize: 198 })',
  });
  if (source.size === 0 || source.length === 0)
    throw invalidArgument(where, 'expected at least one image', 'an empty source');
  if (source.imageShape.join() !== network.imageShape.join())
    throw new PolyheadError(
      'DATA_MISMATCH',
      `${where}: the network takes images of ${network.imageShape.join(' x ')}, the source gives ${source.imageShape.join(' x ')}. ${shapeHint(network, source)}`,
    );
  const difference = taskDifference(network.tasks, source.tasks, 'source');
  if (difference !== undefined)
    throw new PolyheadError(
      'DATA_MISMATCH',
      `${where}: the source's tasks are not the network's: ${difference}. Make both from the same tasks.`,
    );
}

/**
 * Throws if images are cut or stretched otherwise than those that a network learns or learned from; what is not
 * known is not compared.
 */
export function checkPreprocessing(
  where: string,
  learned: ImagePreprocessing | undefined,
  given: ImagePreprocessing | undefined,
): void {
  if (learned === undefined || given === undefined) return;
  const compared = ({ centerCrop = 1, resize }: ImagePreprocessing) => ({ centerCrop, resize });
  const [one, other] = [compared(learned), compared(given)];
  for (const name of ['centerCrop', 'resize'] as const) {
    if (one[name] !== other[name])
      throw new PolyheadError(
        'DATA_MISMATCH',
        `${where}: the network is for images with "${name}" ${formatValue(one[name])}, the source makes them with ${formatValue(other[name])}. Pass the network's "${name}" to the source.`,
      );
  }
}

/** Settings of a run that can be checked by themselves. */
type RunOptions = Pick<
  TrainOptions,
  'epochs' | 'seed' | 'emaDecay' | 'lossWeighting' | 'microBatchSize' | 'updateBatchNorm'
>;

/** Throws if the settings of a run make no sense. */
function checkRunOptions({
  epochs,
  seed = 0,
  emaDecay = 0,
  lossWeighting = 'fixed',
  updateBatchNorm = 'auto',
  microBatchSize,
}: RunOptions): void {
  assertWholeNumber('train', 'epochs', epochs, 1);
  assertWholeNumber('train', 'seed', seed);
  assertNumber('train', 'emaDecay', emaDecay, { min: 0, below: 1 }, 'Pass e.g. 0.999, or leave it out.');
  if (!(updateBatchNorm === 'auto' || updateBatchNorm === false || isCount(updateBatchNorm)))
    throw invalidArgument(
      'train',
      '"updateBatchNorm" must be \'auto\', false or a whole number of batches, at least 1',
      formatValue(updateBatchNorm),
      "Leave it out for 'auto'.",
    );
  assertOneOf('train', 'lossWeighting', lossWeighting, ['fixed', 'uncertainty']);
  checkMicroBatchSize(microBatchSize);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

type SpecMap = Readonly<Record<string, Pick<Task, 'toJSON'>>>;

/**
 * The first difference between the tasks of a network and those of `place`, such as `source`, in words; undefined if
 * they do the same. Settings named in `ignored` may differ.
 */
export function taskDifference(
  expected: TaskMap,
  got: SpecMap,
  place: string,
  ignored: readonly string[] = [],
): string | undefined {
  const [wanted, present] = [taskNames(expected), Object.keys(got)];
  if (wanted.join() !== present.join()) return `expected ${wanted.join(', ')}, got ${present.join(', ')}`;
  for (const name of wanted) {
    const [one, other] = [expected[name]?.toJSON() ?? {}, got[name]?.toJSON() ?? {}] as Record<string, unknown>[];
    const key = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])].find(
      (option) => !ignored.includes(option) && JSON.stringify(one?.[option]) !== JSON.stringify(other?.[option]),
    );
    if (key !== undefined)
      return `"${key}" of ${name} is ${formatValue(one?.[key])} in the network and ${formatValue(other?.[key])} in the ${place}`;
  }
  return undefined;
}
