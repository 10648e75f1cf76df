// How train-strong.ts trains each network: what the pictures and tasks are, and every setting of the training. docs/recipe.md tells what each is worth.
import { adam, adamW, ageDistribution, type AugmentOptions, classification, type FaceTasks, faceTasks, genders, oneCycle, type Optimizer, races, type Schedule, timeDecay } from 'polyhead';

export interface Recipe {
  readonly tasks: FaceTasks;
  readonly imageSize: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly schedule: (epochs: number) => Schedule;
  readonly augment?: AugmentOptions;
  readonly averageDecay?: number;
  readonly updateBatchNorm?: number;
}

export const recipes: Readonly<Record<'strong' | 'article', Recipe>> = {
  strong: {
    tasks: { age: ageDistribution({ sigma: 3, estimate: 'median' }), race: classification(races), gender: classification(genders) },
    imageSize: 80,
    batchSize: 64,
    optimizer: adamW({ learningRate: 3e-3, weightDecay: 0.05, exclude: ['bias', 'gamma', 'beta'] }),
    schedule: () => oneCycle(),
    augment: { flip: true, shift: 0.06, crop: 0.12, rotate: 8, brightness: 0.2, contrast: 0.2, saturation: 0.2, erase: 0.1 },
    averageDecay: 0.998,
    updateBatchNorm: 32,
  },
  article: {
    tasks: faceTasks(),
    imageSize: 198,
    batchSize: 32,
    optimizer: adam({ learningRate: 1e-4 }),
    schedule: (epochs) => timeDecay({ decay: 1e-4 / epochs }),
    updateBatchNorm: 32, // without it the article's predictions of age are of no use for many epochs: docs/training.md
  },
};
