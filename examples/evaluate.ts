// How good is a saved model on a folder of labeled images? `pnpm example examples/evaluate.ts --model
// runs/faces/model --data FOLDER` writes a report and every single prediction.
// Labels are in the images' names, as UTKFace has them, or in a CSV file: `--labels labels.csv`, with a column `file`
// and one for each task.
import { Command, Option } from 'commander';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  averageNetworks,
  type BatchSource,
  describeNetwork,
  imageBatches,
  loadModel,
  type Network,
  predict,
  type Task,
  taskNames,
  writeReport,
} from 'polyhead';
import { quotedWords, wholeNumber, words } from './command-line';
import { evaluationInput, evaluationSummary } from './evaluation-report';
import { labeledImages } from './labeled-images';
import { prepareEngine } from './prepare-engine';
import { type GalleryItem, writePredictionsCsv } from './predictions-csv';
import { savedDecoder } from './saved-decoder';

const options = new Command('pnpm example examples/evaluate.ts')
  .requiredOption(
    '--model <folders...>',
    'a saved model, such as runs/faces/model; of several the average is evaluated',
  )
  .requiredOption('--data <folder>', 'images that the model was not trained on')
  .option(
    '--labels <file>',
    'CSV file with a column "file" (paths from the folder of images) and one for each task; without it, labels are read from names as UTKFace has them',
  )
  .option('--recursive', 'scan the folders in the folder too')
  .addOption(
    new Option('--engine <name>', 'what computes')
      .choices(['auto', 'tensorflow', 'wasm', 'webgpu', 'cpu'] as const)
      .default('auto' as const),
  )
  .option(
    '--decoder <module>',
    'file whose default export is the decoder of images, where the model was trained with one of your own',
  )
  .option(
    '--flip',
    'predict each image mirrored too, and average; what a model does that was trained on mirrored images',
  )
  .option('--no-flip', 'predict each image as it is only')
  .option('--batch <number>', 'images in a batch', wholeNumber(1), 32)
  .option('--out <folder>', 'where report and predictions go', 'runs/evaluation')
  .parse(words, { from: 'user' })
  .opts<{
    model: [string, ...string[]];
    data: string;
    labels?: string;
    recursive?: true;
    engine: 'auto';
    decoder?: string;
    flip?: boolean;
    batch: number;
    out: string;
  }>();
const files = {
  predictions: join(options.out, 'predictions.csv'),
  page: join(options.out, 'report.html'),
  json: join(options.out, 'report.json'),
};

const networks = await Promise.all(options.model.map((model) => loadModel(model)));
const network = networks.length > 1 ? averageNetworks(networks) : networks[0]!;
const folder = await labeledImages(options.data, network.tasks, {
  csv: options.labels,
  recursive: options.recursive,
});
const engine = await prepareEngine(options.engine);
console.log(`Engine: ${engine.name} (${engine.reason})`);

const source = imageSource(
  network,
  folder.images.map(({ file }) => file),
  await savedDecoder(network.preprocessing?.decoder, options.decoder),
);
const flip = options.flip ?? network.preprocessing?.flip === true;
const predictions = await predict(network, showProgress(source), { flip });
const unread = new Map(source.skipped.map(({ index, reason }) => [index, reason]));
const byIndex = new Map(predictions.map(({ index, prediction }) => [index, prediction]));
const images = folder.images.map((image, index): GalleryItem => ({
  ...image,
  prediction: byIndex.get(index),
  unread: unread.get(index),
}));
// nothing of an earlier run stands beside what this one writes
for (const file of Object.values(files)) await rm(file, { force: true });
await writePredictionsCsv(files.predictions, network.tasks, images);
console.log(
  `Images: ${images.length} from ${options.data}${flip ? ', each mirrored too' : ''}, ${unread.size} of them cannot be read; ${folder.rejected.length} other entries rejected`,
);
for (const [index, reason] of [...unread].slice(0, 5))
  console.log(`  ${printable(`${images[index]!.name}: ${reason}`)}`);

const input = evaluationInput(network.tasks, folder, images);
if (input === undefined) {
  throw new Error(
    `evaluate: none of ${images.length} images has both a prediction and labels for ${taskNames(network.tasks).join(', ')}: there is nothing to report. All predictions are in ${files.predictions}. Pass --labels FILE, or name the images as UTKFace does.`,
  );
}
const facts = {
  network: describeNetwork(network),
  reproduction: {
    command: `pnpm example examples/evaluate.ts ${quotedWords()}`,
    engine: `${engine.name}: ${engine.reason}`,
  },
};
await writeReport(
  files.page,
  { ...input, ...facts },
  { title: `Evaluation of ${options.model.join(' and ')}`, thumbnails: false, gallery: 0 },
);
for (const line of evaluationSummary(JSON.parse(await readFile(files.json, 'utf8')))) console.log(line);
console.log(`\nReport:      ${files.page} and ${files.json}\nPredictions: ${files.predictions}`);

/** Images without labels, as far as batches are concerned. Each is decoded once, so nothing is kept. */
function imageSource(
  { tasks, imageShape: [height, width], preprocessing }: Network,
  images: readonly string[],
  decoder: Awaited<ReturnType<typeof savedDecoder>>,
) {
  const blank = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, { ...task, value: () => 0 } as Task]),
  );
  const labels = Object.fromEntries(taskNames(tasks).map((name) => [name, 0]));
  return imageBatches(
    images.map((file) => ({ ...labels, file })),
    {
      tasks: blank,
      imageSize: [height, width],
      batchSize: options.batch,
      resize: preprocessing?.resize,
      centerCrop: preprocessing?.centerCrop,
      decoder,
      shuffle: false,
      cache: 'none',
      maxSkipped: images.length,
    },
  );
}

/** Counts images on a terminal while they are predicted. */
function showProgress(source: BatchSource): BatchSource {
  const batches = async function* (epoch: number, startBatch?: number) {
    let done = 0;
    for await (const batch of source.batches(epoch, startBatch)) {
      yield batch;
      done += batch.size;
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${source.size} images\u001b[K`);
    }
    if (process.stderr.isTTY) process.stderr.write('\n');
  };
  return { ...source, batches };
}

/** Names of files may hold what steers a terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
