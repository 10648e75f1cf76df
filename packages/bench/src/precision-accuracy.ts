// Does bfloat16 cost accuracy? The same network trained from the same seeds in float32 and in bfloat16 on real
// images, both evaluated in float32 on images held out.
// tsx --conditions=@polyhead/source packages/bench/src/precision-accuracy.ts --data FOLDER [--seeds 5] [--epochs 4]
// [--size 64]
import { imageBatches } from '@polyhead/batches';
import { scanUtkFace, splitRecords } from '@polyhead/dataset';
import { buildFaceNet } from '@polyhead/model';
import { ageDistribution, classification, genders, races } from '@polyhead/core';
import { useTensorFlow } from '@polyhead/tensorflow';
import { adamW, evaluate, oneCycle } from '@polyhead/training';
import { train } from '@polyhead/training/node';
import { Command } from 'commander';
import { meanAndDeviation } from './statistics';

interface Options {
  readonly data: string;
  readonly seeds: number;
  readonly epochs: number;
  readonly size: number;
}

const {
  data,
  seeds,
  epochs,
  size: imageSize,
} = new Command('precision-accuracy')
  .requiredOption('--data <folder>', 'images named as UTKFace names them')
  .option('--seeds <n>', 'trainings in each precision', Number, 5)
  .option('--epochs <n>', 'passes over the training part', Number, 4)
  .option('--size <pixels>', 'height and width', Number, 64)
  .parse()
  .opts<Options>();

const tasks = { age: ageDistribution({ sigma: 3 }), race: classification(races), gender: classification(genders) };
const { records } = await scanUtkFace(data);
const split = splitRecords(records, { seed: 2026, ratios: { train: 0.7, validation: 0.1, test: 0.2 } });
const [batchSize, precisions] = [64, ['float32', 'bfloat16'] as const];
const heldOut = imageBatches(split.validation, { tasks, imageSize, batchSize });

interface Scores {
  readonly age: number;
  readonly race: number;
  readonly gender: number;
}

const runs: Record<(typeof precisions)[number], Scores>[] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const [float32, bfloat16] = [await scoresOf(seed, 'float32'), await scoresOf(seed, 'bfloat16')];
  runs.push({ float32, bfloat16 });
}
for (const [score, digits] of [
  ['age', 3],
  ['race', 4],
  ['gender', 4],
] as const) {
  const [wide, narrow] = precisions.map((precision) => runs.map((run) => run[precision][score])) as [
    number[],
    number[],
  ];
  const differences = narrow.map((value, index) => value - (wide[index] as number));
  console.log(
    `${score}: float32 ${meanAndDeviation(wide, digits)}, bfloat16 ${meanAndDeviation(narrow, digits)}, difference ${meanAndDeviation(differences, digits)}`,
  );
}
await heldOut.dispose();
process.exit(0); // threads may be waiting for work

async function scoresOf(seed: number, precision: (typeof precisions)[number]): Promise<Scores> {
  await useTensorFlow({ precision });
  const network = buildFaceNet({ tasks, preset: 'residual', imageSize, seed });
  const training = imageBatches(split.train, {
    tasks,
    imageSize,
    batchSize,
    seed,
    augment: { flip: true, shift: 0.06 },
  });
  const { epochs: records } = await train(network, {
    training,
    epochs,
    seed,
    optimizer: adamW({ learningRate: 3e-3, weightDecay: 0.05 }),
    schedule: oneCycle(),
  });
  await training.dispose();
  await useTensorFlow({ precision: 'float32' });
  const result = await evaluate(network, heldOut);
  network.dispose();
  const scores = { age: result.age.meanAbsoluteError, race: result.race.accuracy, gender: result.gender.accuracy };
  console.log(
    `seed ${seed}, ${precision}: age ${scores.age.toFixed(2)} years, race ${scores.race.toFixed(4)}, gender ${scores.gender.toFixed(4)}, ${(records.at(-1)?.imagesPerSecond ?? NaN).toFixed(0)} images/s`,
  );
  return scores;
}
