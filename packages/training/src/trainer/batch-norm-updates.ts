import type { Network } from '@polyhead/model';
import type { Batch, BatchSource, TaskMap, TaskName } from '@polyhead/core';
import { trainableNormalizations } from '../layer-patches/all-layers';
import { hasNoiseBeforeNormalization } from '../layer-patches/noise-before-normalization';
import { evaluateSource } from '../scores/score-source';
import { eagerPredictStep } from '../steps/eager-step';
import { allWeights } from '../steps/network-weights';
import { readVariables } from '../steps/train-state';
import { writeVariables } from '../steps/write-variables';
import { recomputeBatchNorm } from './update-batch-norm';
import { readBatches } from '../steps/read-batches';
import type { TrainOptions } from './train-options';

/** Images that `'auto'` recomputes statistics over, and compares losses on: a standard deviation is then 2% off. */
const images = 1000;
/** Share of the moving averages' first values, 0 and 1, that is as good as none. */
const negligible = 1e-5;

/** What is known of the batch normalizations of a network after some steps. */
export interface NormalizationFacts {
  /** True if statistics are recomputed at this step. */
  readonly recomputed: boolean;
  /** Why the moving averages cannot be trusted; undefined if they can. */
  readonly problem?: string;
  /** Images in a batch that is normalized by its own statistics; undefined without batch normalization. */
  readonly batchSize?: number;
}

/** When the batch normalization statistics of a run are recomputed, and by what. */
export interface BatchNormUpdates {
  /** What recomputes the statistics after so many steps; undefined if the moving averages are used. */
  updateAt(steps: number): (() => Promise<void>) | undefined;
  /** What is known after so many steps. */
  describe(steps: number): NormalizationFacts;
}

type Options<Tasks extends TaskMap> = Pick<
  TrainOptions<Tasks>,
  'training' | 'validation' | 'updateBatchNorm' | 'microBatchSize'
>;

/** Decides by what the option `updateBatchNorm` says, the layers of the network, and how long the run is. */
export function batchNormUpdates<Tasks extends TaskMap>(
  network: Network<Tasks>,
  { training, validation, updateBatchNorm: setting = 'auto', microBatchSize = Infinity }: Options<Tasks>,
): BatchNormUpdates {
  const normalizations = trainableNormalizations(network.model) as unknown as readonly { readonly momentum: number }[];
  const momentum = Math.max(0, ...normalizations.map((layer) => layer.momentum));
  const noise = hasNoiseBeforeNormalization(network.model);
  const batches = typeof setting === 'number' ? setting : Math.ceil(images / training.batchSize);
  const recompute = (): Promise<void> => recomputeBatchNorm<Tasks>(network, training, { batches, microBatchSize });
  // training batches may be too large for one pass
  const sample = validation ?? (training.batchSize <= microBatchSize ? training : undefined);
  const update = (): Promise<void> =>
    setting === 'auto' && sample !== undefined ? keepBetter(network, recompute, sample) : recompute();
  const problemAt = (steps: number): string | undefined => {
    if (normalizations.length === 0) return undefined;
    if (noise) return 'dropout before a batch normalization shifts its moving averages';
    return momentum ** steps > negligible
      ? `${steps} steps are too few for the moving averages of batch normalization at momentum ${momentum}`
      : undefined;
  };
  const isDue = (steps: number): boolean =>
    setting === 'auto' ? problemAt(steps) !== undefined : setting !== false && normalizations.length > 0;
  return {
    updateAt: (steps) => (isDue(steps) ? update : undefined),
    describe: (steps) => {
      const problem = problemAt(steps);
      return {
        recomputed: isDue(steps),
        ...(problem !== undefined && { problem }),
        ...(normalizations.length > 0 && { batchSize: Math.min(training.batchSize, microBatchSize) }),
      };
    },
  };
}

/**
 * Recomputes statistics, but keeps the moving averages if they predict some images of `source` better. In the first
 * steps they can: moving averages that are still near 0 and 1 shrink the outputs of the layers, so that the network
 * predicts almost a constant, which is better than what its weights predict so far.
 */
async function keepBetter<Tasks extends TaskMap>(
  network: Network<Tasks>,
  recompute: () => Promise<void>,
  source: BatchSource<Tasks>,
): Promise<void> {
  const variables = allWeights(network.model);
  const before = await readVariables(variables);
  const lossBefore = await sampleLoss(network, source);
  await recompute();
  if ((await sampleLoss(network, source)) > lossBefore) writeVariables(variables, before);
}

/** The loss of predictions for the first images of a source. */
async function sampleLoss<Tasks extends TaskMap>(network: Network<Tasks>, source: BatchSource<Tasks>): Promise<number> {
  const step = await eagerPredictStep(network);
  const sample = { tasks: source.tasks, batches: () => firstBatches(source) };
  return (await evaluateSource(step, sample, 'train: updateBatchNorm').finally(step.dispose)).loss;
}

async function* firstBatches<Tasks extends TaskMap>(
  source: BatchSource<Tasks>,
): AsyncGenerator<Batch<TaskName<Tasks>>> {
  let size = 0;
  for await (const batch of readBatches(source, 0)) {
    yield batch;
    if ((size += batch.size) >= images) return;
  }
}
