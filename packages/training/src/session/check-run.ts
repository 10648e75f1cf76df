import { expectNetwork, type Network } from '@polyhead/model';
import {
  type BatchSource,
  describeValue,
  expectObject,
  type PicturePreparation,
  type Task,
  type TaskMap,
  taskNames,
} from '@polyhead/tasks';
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
  averageDecay: true,
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
  expectNetwork('train', network);
  expectObject('train', options, {
    names: optionNames,
    example: '{ training: imageBatches(records, { tasks, imageSize: 198 }), epochs: 10 }',
  });
  const { training, validation, optimizer, schedule, callbacks = [] } = options;
  checkRunOptions(options);
  checkSource('train: "training"', network, training);
  if (validation !== undefined) {
    checkSource('train: "validation"', network, validation);
    checkPreparation('train: "validation"', training.preparation, validation.preparation);
  }
  if (optimizer !== undefined) checkOptimizer('train', optimizer);
  if (schedule !== undefined)
    expectObject('train: "schedule"', schedule, {
      what: 'a schedule',
      members: ['start'],
      example: 'cosine({ warmupEpochs: 2 })',
    });
  if (!Array.isArray(callbacks))
    throw new Error(
      `train: expected "callbacks" to be a list, got ${describeValue(callbacks)}. Pass e.g. [progressBar()].`,
    );
  for (const callback of callbacks)
    expectObject('train: "callbacks"', callback, { what: 'a callback', members: ['name'], example: 'progressBar()' });
}

export function checkOptimizer(where: string, optimizer: Optimizer): void {
  expectObject(`${where}: "optimizer"`, optimizer, {
    what: 'an optimizer',
    members: ['settings', 'start'],
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

/** Throws where a source does not fit the network, telling what differs. */
export function checkSource<Tasks extends TaskMap>(
  where: string,
  network: Network<Tasks>,
  source: BatchSource<Tasks>,
): void {
  expectObject(where, source, {
    what: 'a source of batches',
    members: ['batches', 'imageShape'],
    example: 'imageBatches(records, { tasks, imageSize: 198 })',
  });
  if (source.size === 0 || source.length === 0)
    throw new Error(`${where}: expected at least one picture, got an empty source.`);
  if (source.imageShape.join() !== network.imageShape.join())
    throw new Error(
      `${where}: the network takes pictures of ${network.imageShape.join(' x ')}, the source gives ${source.imageShape.join(' x ')}. ${shapeHint(network, source)}`,
    );
  const difference = taskDifference(network.tasks, source.tasks, 'source');
  if (difference !== undefined)
    throw new Error(
      `${where}: the source's tasks are not the network's: ${difference}. Make both from the same tasks.`,
    );
}

/**
 * Throws where pictures are cut or stretched otherwise than those that a network learns or learnt from; what is not
 * known is not compared.
 */
export function checkPreparation(
  where: string,
  learnt: PicturePreparation | undefined,
  given: PicturePreparation | undefined,
): void {
  if (learnt === undefined || given === undefined) return;
  const compared = ({ centerCrop = 1, resize }: PicturePreparation) => ({ centerCrop, resize });
  const [one, other] = [compared(learnt), compared(given)];
  for (const name of ['centerCrop', 'resize'] as const) {
    if (one[name] !== other[name])
      throw new Error(
        `${where}: the network is for pictures with "${name}" ${describeValue(one[name])}, the source makes them with ${describeValue(other[name])}. Pass the network's "${name}" to the source.`,
      );
  }
}

/** Settings of a run that can be checked by themselves. */
type RunOptions = Pick<
  TrainOptions,
  'epochs' | 'seed' | 'averageDecay' | 'lossWeighting' | 'microBatchSize' | 'updateBatchNorm'
>;

/** Throws where the settings of a run make no sense. */
function checkRunOptions({
  epochs,
  seed = 0,
  averageDecay = 0,
  lossWeighting = 'fixed',
  updateBatchNorm = 'auto',
  microBatchSize,
}: RunOptions): void {
  if (!(Number.isInteger(epochs) && epochs > 0))
    throw new Error(`train: expected "epochs" to be a whole number of at least 1, got ${describeValue(epochs)}.`);
  if (!Number.isSafeInteger(seed))
    throw new Error(`train: expected "seed" to be a whole number, got ${describeValue(seed)}.`);
  if (!(averageDecay >= 0 && averageDecay < 1))
    throw new Error(
      `train: expected "averageDecay" to be at least 0 and below 1, got ${describeValue(averageDecay)}. Pass e.g. 0.999, or leave it out.`,
    );
  if (!(updateBatchNorm === 'auto' || updateBatchNorm === false || isCount(updateBatchNorm)))
    throw new Error(
      `train: "updateBatchNorm" must be 'auto', false or a whole number of batches, at least 1, got ${describeValue(updateBatchNorm)}. Leave it out for 'auto'.`,
    );
  if (!['fixed', 'uncertainty'].includes(lossWeighting))
    throw new Error(
      `train: expected "lossWeighting" to be 'fixed' or 'uncertainty', got ${describeValue(lossWeighting)}.`,
    );
  checkMicroBatchSize(microBatchSize);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

type SpecMap = Readonly<Record<string, Pick<Task, 'toJSON'>>>;

/**
 * The first difference between the tasks of a network and those of `place`, such as `source`, in words; undefined if they
 * do the same. Settings named in `ignored` may differ.
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
      return `"${key}" of ${name} is ${describeValue(one?.[key])} in the network and ${describeValue(other?.[key])} in the ${place}`;
  }
  return undefined;
}
