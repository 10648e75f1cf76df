// A network worth having, from any folder of images that are named as UTKFace names them: `pnpm example
// examples/train-strong.ts --data FOLDER --minutes 60`.
// `--preset wide` trains a wider one on larger images, `--preset baseline` that of the article, on the same split. The
// settings are in recipes.ts, what they are worth in docs/recipe.md.
import { Command, Option } from 'commander';
import { join } from 'node:path';
import {
  binAges,
  checkpoints,
  csvLogger,
  describeNetwork,
  evaluate,
  type FaceRecord,
  fitTemperature,
  imageBatches,
  modelCard,
  progressBar,
  saveModel,
  saveSplit,
  scanUtkFace,
  type Split,
  splitRecords,
  train,
  withTemperature,
  writeReport,
} from 'polyhead';
import { positiveNumber, quotedWords, wholeNumber, words } from './command-line';
import { prepareEngine } from './prepare-engine';
import { recipes } from './recipes';

const program = new Command('pnpm example examples/train-strong.ts')
  .requiredOption('--data <folder>', 'images named as UTKFace names them')
  .option(
    '--minutes <number>',
    'time that training may take; how many epochs that makes is measured first',
    positiveNumber,
    60,
  )
  .option(
    '--epochs <number>',
    'passes over the training part in place of --minutes, to repeat a run exactly',
    wholeNumber(1),
  )
  .addOption(
    new Option('--preset <name>', "the strong network, a wider one, or the article's")
      .choices(Object.keys(recipes))
      .default('residual'),
  )
  .addOption(
    new Option('--engine <name>', 'what computes')
      .choices(['auto', 'tensorflow', 'wasm', 'webgpu', 'cpu'] as const)
      .default('auto' as const),
  )
  .addOption(
    new Option('--precision <name>', 'what convolutions compute in; auto is bfloat16 where it is faster')
      .choices(['auto', 'float32', 'bfloat16'] as const)
      .default('auto' as const),
  )
  .option('--seed <number>', 'seed of weights, order, augmentation and dropout', wholeNumber(0), 1)
  .option('--split-seed <number>', 'seed of the split into training, validation and test', wholeNumber(0), 2026)
  .option('--resume', 'go on from the checkpoints of an earlier run with the same settings; needs --epochs')
  .option('--out <folder>', 'where split, history, model and report go', 'runs/strong')
  .parse(words, { from: 'user' });
const {
  data: folder,
  minutes,
  preset,
  seed,
  splitSeed,
  resume,
  out,
  ...options
} = program.opts<{
  data: string;
  minutes: number;
  epochs?: number;
  preset: keyof typeof recipes;
  engine: 'auto';
  precision: 'auto';
  seed: number;
  splitSeed: number;
  resume?: true;
  out: string;
}>();
if (resume && options.epochs === undefined)
  program.error('error: --resume needs --epochs: a measured number of epochs would be another one');

const { tasks, imageSize, network, batchSize, optimizer, schedule, augment, emaDecay, updateBatchNorm } =
  recipes[preset];
const saved = join(out, 'checkpoints');

const engine = await prepareEngine(options.engine, options.precision);
console.log(`Engine: ${engine.name} (${engine.reason})`);

const { records, rejected } = await scanUtkFace(folder, { followLinks: true });
const split = splitRecords(records, {
  seed: splitSeed,
  ratios: { train: 0.7, validation: 0.1, test: 0.2 },
  stratifyBy: ({ age, race, gender }) => `${binAges(age)} ${race} ${gender}`,
});
await saveSplit(join(out, 'split.json'), split);
const learned = withoutConflicts(split);
console.log(`Images: ${records.length} from ${folder}, ${rejected.length} rejected`);
console.log(
  `Split ${split.hash.slice(0, 12)}: ${learned.length} to train on (${split.train.length - learned.length} left out: copies that contradict each other), ${split.validation.length} to validate, ${split.test.length} to test`,
);

const common = { tasks, imageSize, batchSize };
const training = imageBatches(learned, { ...common, seed, augment });
const validation = imageBatches(split.validation, common);
const epochs = options.epochs ?? (await epochsWithin(minutes));
const net = network(seed);
const history = await train(net, {
  training,
  validation,
  epochs,
  seed,
  optimizer,
  schedule: schedule(epochs),
  emaDecay,
  updateBatchNorm,
  resume: resume && saved,
  callbacks: [
    checkpoints(saved, { keepLast: 1, best: 'validation.loss', overwrite: resume === undefined }),
    csvLogger(join(out, 'history.csv')),
    progressBar(),
  ],
});

// Temperatures are fitted on the validation part, and go into the weights.
const tuned = await evaluate(net, validation, { flip: true });
const temperature = ({ truth, probabilities, labels }: typeof tuned.race | typeof tuned.gender): number =>
  fitTemperature(truth, probabilities, { from: 'probabilities', labels });
const temperatures = { race: temperature(tuned.race), gender: temperature(tuned.gender) };
const calibrated = await withTemperature(net, temperatures);
const result = await evaluate(calibrated, imageBatches(split.test, common), { flip: true });

console.log(`\nRace\n${result.race.report}\n\nGender\n${result.gender.report}\n`);
console.log(
  `Age: mean absolute error ${result.age.meanAbsoluteError.toFixed(2)} years, R2 ${result.age.r2Score.toFixed(3)}`,
);
console.log(
  `Expected calibration error: race ${result.race.expectedCalibrationError.toFixed(3)}, gender ${result.gender.expectedCalibrationError.toFixed(3)} (temperatures ${temperatures.race.toFixed(2)} and ${temperatures.gender.toFixed(2)})`,
);

const seconds = history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
console.log(`Training took ${(seconds / 60).toFixed(1)} minutes for ${epochs} epochs`);
const run = {
  records,
  rejected,
  split, // as saved, with what was left out: the hash beside it is of these parts
  history,
  result,
  network: describeNetwork(net),
  modelCard: { faces: true },
  reproduction: {
    command: `pnpm example examples/train-strong.ts ${quotedWords()}${options.epochs === undefined ? ` --epochs ${epochs}` : ''}`,
    seed,
    engine: `${engine.name}: ${engine.reason}`,
  },
};
await saveModel(calibrated, join(out, 'model'), { readme: modelCard(run).toMarkdown() });
await writeReport(join(out, 'report.html'), run);
console.log(`\nReport: ${join(out, 'report.html')}\nModel:  ${join(out, 'model')}`);

/** The training part without images that occur twice with different labels: at least one of them is wrong. */
function withoutConflicts({ train: part, duplicates }: Split<FaceRecord>): FaceRecord[] {
  const contradicted = new Set(
    duplicates
      .filter(({ conflicts }) => conflicts.length > 0)
      .flatMap(({ records: copies }) => copies.map(({ file }) => file)),
  );
  return part.filter(({ file }) => !contradicted.has(file));
}

/**
 * Epochs that fit into a time, by the passes of a throwaway network over some images; not by the first, which decodes
 * them.
 */
async function epochsWithin(budget: number): Promise<number> {
  const sample = learned.slice(0, 24 * batchSize);
  const trial = network(seed);
  const source = imageBatches(sample, { ...common, seed, augment });
  const { epochs: passes } = await train(trial, { training: source, epochs: 3, optimizer, emaDecay });
  await source.dispose();
  trial.dispose();
  // on a busy machine no pass is as fast as the fastest
  const perImage = Math.max(...passes.slice(1).map((pass) => pass.seconds)) / sample.length;
  // predicting is at least twice as fast as training
  const perEpoch = perImage * (learned.length + (split.validation.length + (updateBatchNorm ?? 0) * batchSize) / 2);
  const fitting = Math.max(1, Math.floor((budget * 60) / perEpoch));
  console.log(
    `${(1 / perImage).toFixed(0)} images/s: ${budget} minutes are ${fitting} epochs; pass --epochs ${fitting} to repeat this run exactly`,
  );
  return fitting;
}
