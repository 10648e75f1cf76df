// How train-strong.ts trains each network: what the images and tasks are, the layers, and every setting of the
// training. docs/recipe.md tells what each is worth.
import {
  adam,
  adamW,
  ageDistribution,
  buildNetwork,
  type AugmentOptions,
  branch,
  buildFaceNet,
  classification,
  convBlock,
  type FaceTasks,
  faceTasks,
  genders,
  globalAveragePool,
  type Network,
  oneCycle,
  type Optimizer,
  races,
  residualBlock,
  type Schedule,
  sharedTrunk,
  inverseTimeDecay,
} from 'polyhead';

export interface Recipe {
  readonly tasks: FaceTasks;
  readonly imageSize: number;
  readonly network: (seed: number) => Network<FaceTasks>;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly schedule: (epochs: number) => Schedule;
  readonly augment?: AugmentOptions;
  readonly emaDecay?: number;
  readonly updateBatchNorm?: number;
}

const tasks: FaceTasks = {
  age: ageDistribution({ sigma: 3, estimate: 'median' }),
  race: classification(races),
  gender: classification(genders),
};

const residual: Recipe = {
  tasks,
  imageSize: 80,
  network: (seed) => buildFaceNet({ tasks, preset: 'residual', seed }),
  batchSize: 64,
  optimizer: adamW({ learningRate: 3e-3, weightDecay: 0.05, exclude: ['bias', 'gamma', 'beta'] }),
  schedule: () => oneCycle(),
  augment: {
    flip: true,
    shift: 0.06,
    crop: 0.12,
    rotate: 8,
    brightness: 0.2,
    contrast: 0.2,
    saturation: 0.2,
    erase: 0.1,
  },
  emaDecay: 0.998,
  updateBatchNorm: 32,
};

const wide: Recipe = {
  ...residual,
  imageSize: 96,
  network: wideNetwork,
  augment: {
    flip: true,
    shift: 0.08,
    crop: 0.15,
    rotate: 10,
    brightness: 0.25,
    contrast: 0.25,
    saturation: 0.25,
    erase: 0.15,
  },
  emaDecay: 0.999,
};

const baseline: Recipe = {
  tasks: faceTasks(),
  imageSize: 198,
  network: (seed) => buildFaceNet({ tasks: faceTasks(), seed }),
  batchSize: 32,
  optimizer: adam({ learningRate: 1e-4 }),
  schedule: (epochs) => inverseTimeDecay({ decay: 1e-4 / epochs }),
  updateBatchNorm: 32, // without it the article's predictions of age are of no use for many epochs: docs/training.md
};

/** `residual` for half an hour on two cores, `wide` for an hour, and the article's for comparison. */
export const recipes = { residual, wide, baseline } as const satisfies Readonly<Record<string, Recipe>>;

/** The residual network with a third more filters, and residual blocks that are skipped up to twice as often. */
function wideNetwork(seed: number): Network<FaceTasks> {
  const momentum = 0.98;
  const blocks = [64, 128, 256].flatMap((filters, stage) => [
    residualBlock(filters, { momentum, strides: stage === 0 ? 1 : 2, stochasticDepth: stage * 0.04 }),
    residualBlock(filters, { momentum, stochasticDepth: stage * 0.04 + 0.02 }),
  ]);
  const pooled = branch([globalAveragePool()]);
  return buildNetwork({
    name: 'face_net',
    tasks,
    imageShape: [wide.imageSize, wide.imageSize, 3],
    trunk: sharedTrunk([convBlock(32, { momentum, strides: 2, useBias: false }), ...blocks]),
    branches: { age: pooled, race: pooled, gender: pooled },
    seed,
  });
}
