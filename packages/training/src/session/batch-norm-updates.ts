import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/tasks';
import { trainableNormalizations } from '../overrides/all-layers';
import { hasNoiseBeforeNormalization } from '../overrides/noise-before-normalization';
import { recomputeBatchNorm } from '../update-batch-norm';
import type { TrainOptions } from './train-options';

/** Images that `'auto'` recomputes statistics over: a standard deviation is then 2% off. */
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

type Options<Tasks extends TaskMap> = Pick<TrainOptions<Tasks>, 'training' | 'updateBatchNorm' | 'microBatchSize'>;

/** Decides by what the option `updateBatchNorm` says, the layers of the network, and how long the run is. */
export function batchNormUpdates<Tasks extends TaskMap>(
  network: Network<Tasks>,
  { training, updateBatchNorm: setting = 'auto', microBatchSize = Infinity }: Options<Tasks>,
): BatchNormUpdates {
  const normalizations = trainableNormalizations(network.model) as unknown as readonly { readonly momentum: number }[];
  const momentum = Math.max(0, ...normalizations.map((layer) => layer.momentum));
  const noise = hasNoiseBeforeNormalization(network.model);
  const batches = typeof setting === 'number' ? setting : Math.ceil(images / training.batchSize);
  const update = (): Promise<void> => recomputeBatchNorm<Tasks>(network, training, { batches, microBatchSize });
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
