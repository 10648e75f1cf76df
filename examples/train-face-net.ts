// The article, top to bottom: from a folder of images to a trained network, its report and a saved model. `npx -y
// pnpm@10 start` runs it on drawn figures;
// `-- --data FOLDER` on real images whose names are those of UTKFace.
import { Command, Option } from 'commander';
import { join } from 'node:path';
import {
  adam,
  buildFaceNet,
  checkpoints,
  countBy,
  csvLogger,
  describeNetwork,
  evaluate,
  faceTasks,
  imageBatches,
  modelCard,
  progressBar,
  saveModel,
  scanUtkFace,
  splitRecords,
  inverseTimeDecay,
  train,
  writeReport,
} from 'polyhead';
import { quotedWords, wholeNumber, words } from './command-line';
import { prepareEngine } from './prepare-engine';
import { writeDrawnFigures } from './write-drawn-figures';

const presets = {
  baseline: { epochs: 100, size: 198, learningRate: 1e-4, splitMethod: 'article' },
  small: { epochs: 16, size: 64, learningRate: 2e-3, splitMethod: undefined },
} as const;

const program = new Command('pnpm start --')
  .option('--data <folder>', 'images named as UTKFace names them; without it, drawn figures')
  .addOption(
    new Option('--preset <name>', "the article's network or a small, fast one")
      .choices(['baseline', 'small'] as const)
      .default('small' as const),
  )
  .addOption(
    new Option('--engine <name>', 'what computes')
      .choices(['auto', 'tensorflow', 'wasm', 'webgpu', 'cpu'] as const)
      .default('auto' as const),
  )
  .option('--epochs <number>', 'passes over the training part', wholeNumber(1))
  .option('--size <pixels>', 'height and width of the images that the network sees', wholeNumber(1))
  .option('--batch <number>', 'images in a batch', wholeNumber(1), 32)
  .option('--seed <number>', 'seed of split, weights, order and dropout', wholeNumber(1), 7)
  .option('--resume', 'go on from the checkpoints of an earlier run with the same settings')
  .option('--out <folder>', 'where report and model go', 'runs/faces')
  .parse(words, { from: 'user' });
const options = program.opts<{
  data?: string;
  preset: keyof typeof presets;
  engine: 'auto';
  epochs?: number;
  size?: number;
  batch: number;
  seed: number;
  resume?: true;
  out: string;
}>();
const preset = presets[options.preset];
const { epochs = preset.epochs, size = preset.size, batch, seed, resume, out } = options;
const saved = join(out, 'checkpoints');

const engine = await prepareEngine(options.engine);
console.log(`Engine: ${engine.name} (${engine.reason})`);

const folder = options.data ?? join('runs', 'drawn-figures');
if (options.data === undefined) await writeDrawnFigures(folder);
const { records, rejected } = await scanUtkFace(folder, { followLinks: true });
console.log(`Images: ${records.length} from ${folder}, ${rejected.length} rejected`);
for (const { file, reason } of rejected.slice(0, 5)) console.log(`  ${file}: ${reason}`);
console.log(
  `Races: ${countBy(records, 'race')
    .map(({ value, count }) => `${value} ${count}`)
    .join(', ')}`,
);

const split = splitRecords(records, { seed, method: preset.splitMethod });
const tasks = faceTasks();
const net = buildFaceNet({ tasks, imageSize: size, seed, preset: options.preset });
const data = { tasks, imageSize: size, batchSize: batch, seed };
const [training, validation, test] = [
  imageBatches(split.train, data),
  imageBatches(split.validation, data),
  imageBatches(split.test, data),
];
const history = await train(net, {
  training,
  validation,
  epochs,
  seed,
  optimizer: adam({ learningRate: preset.learningRate }),
  schedule: inverseTimeDecay({ decay: preset.learningRate / epochs }),
  resume: resume && saved,
  callbacks: [
    checkpoints(saved, { keepLast: 2, best: 'validation.loss', overwrite: resume === undefined }),
    csvLogger(join(out, 'history.csv')),
    progressBar(),
  ],
});

const result = await evaluate(net, test);
for (const { file, reason } of [training, validation, test].flatMap(({ skipped }) => skipped))
  console.log(`Skipped ${file}: ${reason}`);
console.log(`\nRace\n${result.race.report}\n\nGender\n${result.gender.report}\n`);
console.log(
  `Age: mean absolute error ${result.age.meanAbsoluteError.toFixed(2)} years, R2 ${result.age.r2Score.toFixed(3)}`,
);

const run = {
  records,
  rejected,
  split,
  history,
  result,
  network: describeNetwork(net),
  modelCard: { faces: options.data !== undefined },
  reproduction: { command: `pnpm start ${quotedWords()}`, seed, engine: `${engine.name}: ${engine.reason}` },
};
await saveModel(net, join(out, 'model'), { readme: modelCard(run).toMarkdown() });
await writeReport(join(out, 'report.html'), run);
console.log(`\nReport: ${join(out, 'report.html')}\nModel:  ${join(out, 'model')}`);
