// What is each part of the recipe worth? Short trainings of the strong network on real images, each with one thing
// changed, scored on images held out for validation. docs/recipe.md has the results.
// tsx --conditions=@polyhead/source packages/bench/src/recipe-ablation.ts --data FOLDER --cache FOLDER [--seeds 1,2]
// [--epochs 6] [--size 64] [--only 'base,mirror only']
import { type AugmentOptions, balancedWeights, imageBatches, type MixOptions } from '@polyhead/batches';
import { binAges, type FaceRecord, scanUtkFace, splitRecords } from '@polyhead/dataset';
import {
  buildNetwork,
  branch,
  convBlock,
  globalAveragePool,
  type Network,
  residualBlock,
  sharedTrunk,
} from '@polyhead/model';
import { ageDistribution, classification, type FaceTasks, genders, races, regression } from '@polyhead/core';
import { bfloat16Support, useTensorFlow } from '@polyhead/tensorflow';
import { adamW, evaluate, oneCycle } from '@polyhead/training';
import { train } from '@polyhead/training/node';
import { Command } from 'commander';
import { meanAndDeviation } from './statistics';

interface Options {
  readonly data: string;
  readonly cache: string;
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly size: number;
  readonly only?: string;
}

const { data, cache, seeds, epochs, size, only } = new Command('recipe-ablation')
  .requiredOption('--data <folder>', 'images named as UTKFace names them')
  .requiredOption('--cache <folder>', 'where decoded images are kept between the trainings')
  .option(
    '--seeds <list>',
    'seeds of the trainings of each variant, separated by commas',
    (text: string) => text.split(',').map(Number),
    [1, 2],
  )
  .option('--epochs <n>', 'passes over the training part', Number, 6)
  .option('--size <pixels>', 'height and width', Number, 64)
  .option('--only <names>', 'variants, separated by commas')
  .parse()
  .opts<Options>();

/** What a training is made of. */
interface Setting {
  readonly tasks: FaceTasks;
  readonly centerCrop: number;
  readonly augment: AugmentOptions;
  readonly mix?: MixOptions;
  readonly squeezeRatio: number;
  readonly stochasticDepth: number;
  readonly emaDecay?: number;
  readonly lossWeighting: 'fixed' | 'uncertainty';
  readonly withConflicts: boolean;
  readonly weights?: (records: readonly FaceRecord[]) => (record: FaceRecord) => number;
}

const [age, race, gender] = [
  ageDistribution({ sigma: 3, estimate: 'median' }),
  classification(races),
  classification(genders),
];
const smooth = { lossOptions: { labelSmoothing: 0.1 } };
const focal = { loss: 'categoricalFocalCrossentropy' } as const;
/**
 * Mirrored images only, for short trainings: more augmentation pays in long ones, and hides here what else is worth.
 */
const base: Setting = {
  tasks: { age, race, gender },
  centerCrop: 1,
  augment: { flip: true },
  squeezeRatio: 0,
  stochasticDepth: 0,
  emaDecay: 0.995,
  lossWeighting: 'fixed',
  withConflicts: false,
};
const ageGroup = ({ age: years }: FaceRecord): string => binAges(years) ?? 'none';

const variants: Readonly<Record<string, Partial<Setting>>> = {
  base: {},
  'middle 90%': { centerCrop: 0.9 },
  'middle 80%': { centerCrop: 0.8 },
  'middle 70%': { centerCrop: 0.7 },
  'no augmentation': { augment: {} },
  'moved and turned': { augment: { flip: true, shift: 0.06, crop: 0.12, rotate: 8 } },
  'moved, turned, colored and erased': {
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
  },
  'age by regression': {
    tasks: { age: regression({ scale: 116, unit: 'years', loss: 'meanAbsoluteError', lossWeight: 20 }), race, gender },
  },
  'one-hot ages': { tasks: { age: ageDistribution({ sigma: 0, estimate: 'median' }), race, gender } },
  'expected age': { tasks: { age: ageDistribution({ sigma: 3 }), race, gender } },
  'label smoothing': { tasks: { age, race: classification(races, smooth), gender: classification(genders, smooth) } },
  'focal loss': { tasks: { age, race: classification(races, focal), gender: classification(genders, focal) } },
  'learned loss weights': { lossWeighting: 'uncertainty' },
  'squeeze and excite': { squeezeRatio: 8 },
  'stochastic depth': { stochasticDepth: 0.1 },
  'no averages of weights': { emaDecay: undefined },
  mixup: { mix: { mixup: 0.2 } },
  cutmix: { mix: { cutmix: 0.5 } },
  'rare ages more often': { weights: (records) => balancedWeights(records, ageGroup, { strength: 0.5 }) },
  'children twice as often': {
    weights:
      () =>
      ({ age: years }) =>
        years < 10 ? 2 : 1,
  },
  'children four times as often': {
    weights:
      () =>
      ({ age: years }) =>
        years < 10 ? 4 : 1,
  },
  'contradicting copies kept': { withConflicts: true },
};

await useTensorFlow({ precision: bfloat16Support().training ? 'bfloat16' : 'float32' });
const { records } = await scanUtkFace(data);
const split = splitRecords(records, {
  seed: 2026,
  ratios: { train: 0.7, validation: 0.1, test: 0.2 },
  stratifyBy: (record) => `${ageGroup(record)} ${record.race} ${record.gender}`,
});
const contradicted = new Set(
  split.duplicates
    .filter(({ conflicts }) => conflicts.length > 0)
    .flatMap(({ records: copies }) => copies.map(({ file }) => file)),
);
const consistent = split.train.filter(({ file }) => !contradicted.has(file));
console.log(
  `split ${split.hash.slice(0, 12)}, ${consistent.length} to train on, ${split.validation.length} held out, ${size} pixels, ${epochs} epochs`,
);

const names = only?.split(',') ?? Object.keys(variants);
for (const name of names) {
  const variant = variants[name];
  if (variant === undefined)
    throw new Error(`recipe-ablation: there is no variant "${name}", only ${Object.keys(variants).join(', ')}.`);
  const runs: Scores[] = [];
  for (const seed of seeds) {
    const run = await scoresOf({ ...base, ...variant }, seed);
    runs.push(run);
    console.log(`  ${name}, seed ${seed}: ${JSON.stringify(run)}`);
  }
  const column = (score: keyof Scores, digits: number): string =>
    meanAndDeviation(
      runs.map((run) => run[score]),
      digits,
    );
  console.log(
    `${name}: age ${column('age', 2)} years, children ${column('children', 3)}, race ${column('race', 3)}, gender ${column('gender', 3)}, ${column('secondsPerEpoch', 1)} s an epoch`,
  );
}
process.exit(0); // threads may be waiting for work

interface Scores {
  readonly age: number;
  readonly race: number;
  readonly gender: number;
  /** Accuracy of gender below the age of ten. */
  readonly children: number;
  readonly secondsPerEpoch: number;
}

async function scoresOf(setting: Setting, seed: number): Promise<Scores> {
  const { tasks, centerCrop, augment, mix, emaDecay, lossWeighting, withConflicts, weights } = setting;
  const common = { tasks, imageSize: size, centerCrop, batchSize: 64 };
  const learned = withConflicts ? split.train : consistent;
  const network = networkOf(setting, seed);
  const training = imageBatches(learned, {
    ...common,
    seed,
    augment,
    mix,
    weights: weights?.(learned),
    cacheFolder: `${cache}/train-${size}`,
  });
  const heldOut = imageBatches(split.validation, { ...common, cacheFolder: `${cache}/validation-${size}` });
  const optimizer = adamW({ learningRate: 3e-3, weightDecay: 0.05, exclude: ['bias', 'gamma', 'beta'] });
  const { epochs: passes } = await train(network, {
    training,
    epochs,
    seed,
    optimizer,
    schedule: oneCycle(),
    emaDecay,
    lossWeighting,
    updateBatchNorm: 32,
  });
  const result = await evaluate(network, heldOut, { flip: true });
  const young = split.validation.flatMap(({ age: years }, index) => (years < 10 ? [index] : []));
  const { truth, predicted } = result.gender;
  await Promise.all([training.dispose(), heldOut.dispose()]);
  network.dispose();
  return {
    age: result.age.meanAbsoluteError,
    race: result.race.accuracy,
    gender: result.gender.accuracy,
    children: young.filter((index) => truth[index] === predicted[index]).length / young.length,
    secondsPerEpoch: Math.min(...passes.map(({ seconds }) => seconds)),
  };
}

/** The strong network of `buildFaceNet`, with what the variants change about it. */
function networkOf({ tasks, squeezeRatio, stochasticDepth }: Setting, seed: number): Network<FaceTasks> {
  const momentum = 0.98;
  const blocks = [48, 96, 192].flatMap((filters, stage) => [
    residualBlock(filters, { momentum, squeezeRatio, stochasticDepth, strides: stage === 0 ? 1 : 2 }),
    residualBlock(filters, { momentum, squeezeRatio, stochasticDepth }),
  ]);
  const pooled = branch([globalAveragePool()]);
  return buildNetwork({
    tasks,
    imageShape: [size, size, 3],
    trunk: sharedTrunk([convBlock(32, { momentum, strides: 2, useBias: false }), ...blocks]),
    branches: { age: pooled, race: pooled, gender: pooled },
    seed,
  });
}
