import * as batches from '@polyhead/batches';
import * as core from '@polyhead/core';
import * as dataset from '@polyhead/dataset';
import * as metrics from '@polyhead/metrics';
import * as model from '@polyhead/model';
import * as report from '@polyhead/report';
import * as trainingPackage from '@polyhead/training';
import { arrayBatches, buildFaceNet, classification, progressBar } from 'polyhead';
import * as polyhead from 'polyhead';

/** Every public function as plain JavaScript sees it; those of `polyhead` where it has its own. */
const everything = {
  ...core,
  ...dataset,
  ...batches,
  ...model,
  ...trainingPackage,
  ...metrics,
  ...report,
  ...polyhead,
};
const loose = everything as unknown as Readonly<Record<string, (...values: unknown[]) => unknown>>;
const tasks = { fruit: classification(['apple', 'pear']) };
const network = buildFaceNet({ tasks, preset: 'small', imageSize: 16 });
const images = { images: new Uint8Array(2 * 16 * 16 * 3), shape: [16, 16, 3], values: { fruit: [0, 1] } } as const;
const training = arrayBatches(images, { tasks });
const image = { width: 1, height: 1, data: new Uint8Array(3) };
const records = [{ file: 'a.jpg', fruit: 'apple' }];
const aNetwork = 'got undefined. Pass e.g. what buildFaceNet, buildNetwork or loadModel returned.';

/** Options that must be there before others are looked at. */
const needing: Readonly<Record<string, string[]>> = {
  buildNetwork: ['tasks'],
  buildFaceNet: ['tasks'],
  imageBatches: ['tasks'],
  arrayBatches: ['tasks'],
  readLabelsCsv: ['columns', 'parse'],
};

beforeAll(() => polyhead.useEngine('cpu'));
afterAll(() => network.dispose());

describe('called from plain JavaScript', () => {
  test.each<[string, unknown[], string]>([
    ['faceTasks', [100], 'expected options, got 100. Pass e.g. { maxAge: 100 }.'],
    ['classification', [['no', 'yes'], 'softmax'], 'expected options, got "softmax". Pass e.g. { lossWeight: 1.5 }.'],
    ['scanUtkFace', [], "expected the path of a folder, got undefined. Pass e.g. 'UTKFace'."],
    ['scanFolder', ['flowers'], "expected a function that reads labels from a file's name, got undefined."],
    ['readLabelsCsv', ['labels.csv'], "expected options, got undefined. Pass e.g. { columns: ['weight'], parse: "],
    ['splitRecords', [], 'expected a list of records, got undefined. Pass the "records" of scanUtkFace, '],
    ['splitRecords', [Promise.resolve(records)], 'expected a list of records, got a promise (await it).'],
    ['splitRecords', [records, 7], 'expected options, got 7. Pass e.g. { seed: 7 }.'],
    ['saveSplit', ['split.json'], 'expected a split, got undefined. Pass e.g. what splitRecords returned.'],
    ['loadSplit', [], "expected the path of a file, got undefined. Pass e.g. 'runs/faces/split.json'."],
    ['findDuplicates', [], 'expected a list of records, got undefined.'],
    ['findDuplicates', [[null]], 'every record must have a "file", got undefined.'],
    ['parseUtkFaceName', [], "expected the name of a file, got undefined. Pass e.g. '25_1_2_20170116174525125.jpg'."],
    ['binAges', [30, [0, 18]], 'expected options, got a list. Pass e.g. { bins: [0, 18, Infinity] }.'],
    ['binAges', [30, { bins: '0-18' }], '"bins" must be at least two ascending edges, got "0-18".'],
    ['imageBatches', [records], 'expected options, got undefined. Pass e.g. { tasks, imageSize: 198 }.'],
    [
      'imageBatches',
      [records, {}],
      'expected options, got an object without "tasks". Pass e.g. { tasks, imageSize: 198 }.',
    ],
    ['arrayBatches', [], 'expected images, got undefined. Pass e.g. { images, shape: [28, 28, 1], values }.'],
    ['imageBatches', [[null], { tasks, imageSize: 8 }], 'expected record 0 to have a "file", got undefined.'],
    [
      'imageBatches',
      [records, { tasks, imageSize: 8, weights: [1] }],
      '"weights" must be a function of a record, got [1]. Pass e.g. the result of balancedWeights.',
    ],
    [
      'imageBatches',
      [records, { tasks, imageSize: 8, augment: true }],
      'expected augmentations by name, got true. Pass e.g. { flip: true, shift: 0.1 }.',
    ],
    [
      'arrayBatches',
      [images, { tasks, mix: 0.2 }],
      '"mix": expected mixings by name, got 0.2. Pass e.g. { mixup: 0.2 }.',
    ],
    ['augmentImage', [], 'expected an image, got undefined. Pass e.g. what builtInDecoder().decode(bytes) returned.'],
    ['augmentImage', [image, { flip: true }], '"seed" must be a whole number, got {"flip":true}.'],
    ['augmentImage', [image, 7], 'expected augmentations by name, got undefined.'],
    ['balancedWeights', [], 'expected a list of records, got undefined. Pass e.g. the "train" set of splitRecords.'],
    [
      'balancedWeights',
      [records, 'race'],
      'expected a function that returns a record\'s group, got "race". Pass e.g. ({ race }) => race.',
    ],
    ['balancedWeights', [records, () => 1, 0.5], 'expected options, got 0.5. Pass e.g. { strength: 0.5 }.'],
    ['builtInDecoder', [10_000_000], 'expected options, got 10000000. Pass e.g. { maxPixels: 10_000_000 }.'],
    ['resizeImage', [null, 8, 8], 'expected an image, got null.'],
    ['resizeImage', [image, 8, 8, 'nearest'], 'expected options, got "nearest". Pass e.g. { filter: \'nearest\' }.'],
    ['convBlock', [16, 3], 'expected options, got 3. Pass e.g. { pool: 3, dropout: 0.25 }.'],
    ['branch', [], 'expected a list of blocks, got undefined. Pass e.g. [convBlock(16), convBlock(32)].'],
    ['sharedTrunk', [polyhead.convBlock], 'expected a list of blocks, got function convBlock. Pass e.g. '],
    ['buildNetwork', [], 'expected options, got undefined. Pass e.g. { tasks, branches, imageShape: [198, 198, 3] }.'],
    [
      'buildNetwork',
      [{ tasks, imageShape: [9, 9, 3], branches: { fruit: [] } }],
      'branch "fruit": expected a branch, got a list. Pass e.g. branch([convBlock(16)]).',
    ],
    ['buildFaceNet', [], 'expected options, got undefined. Pass e.g. { tasks: faceTasks() }.'],
    ['buildFaceNet', [tasks], 'expected options, got an object without "tasks".'],
    ['describeNetwork', [], `expected a network, ${aNetwork}`],
    ['saveModel', [network], "expected the path of a folder, got undefined. Pass e.g. 'runs/faces/model'."],
    ['saveModel', [undefined, 'model'], `expected a network, ${aNetwork}`],
    ['loadModel', [], "expected the path of a folder, got undefined. Pass e.g. 'runs/faces/model'."],
    ['loadPredictor', [], "expected the path of a folder, got undefined. Pass e.g. 'runs/faces/best'."],
    ['createPredictor', [Promise.resolve(network)], 'expected a network, got a promise (await it).'],
    ['adam', [1e-4], 'expected options, got 0.0001. Pass e.g. { learningRate: 1e-4 }.'],
    ['cosineDecay', [null], 'expected options, got null. Pass e.g. { warmupEpochs: 2 }.'],
    ['checkpoints', [], "expected the path of a folder, got undefined. Pass e.g. 'runs/faces'."],
    ['train', [], `expected a network, ${aNetwork}`],
    [
      'train',
      [network],
      'expected options, got undefined. Pass e.g. { training: imageBatches(records, { tasks, imageSize: 198 }), epochs: 10 }.',
    ],
    ['train', [network, {}], '"epochs" must be a whole number of at least 1, got undefined.'],
    [
      'train',
      [network, { epochs: 1 }],
      '"training": expected a source of batches, got undefined. Pass e.g. imageBatches(',
    ],
    [
      'train',
      [network, { training, epochs: 1, optimizer: 'adam' }],
      '"optimizer": expected an optimizer, got "adam". Pass e.g. adam({ learningRate: 1e-4 }).',
    ],
    [
      'train',
      [network, { training, epochs: 1, optimizer: {} }],
      '"optimizer": expected an optimizer, got an object without "settings" and "start".',
    ],
    [
      'train',
      [network, { training, epochs: 1, schedule: 'cosine' }],
      '"schedule": expected a schedule, got "cosine". Pass e.g. cosineDecay({ warmupEpochs: 2 }).',
    ],
    [
      'train',
      [network, { training, epochs: 1, callbacks: progressBar }],
      '"callbacks" must be a list, got function progressBar. Pass e.g. [progressBar()].',
    ],
    [
      'train',
      [network, { training, epochs: 1, callbacks: [progressBar] }],
      '"callbacks": expected a callback, got function progressBar. Pass e.g. progressBar().',
    ],
    [
      'train',
      [network, { training, epochs: 1, resume: true }],
      '"resume": expected the state of a run, got true. Pass e.g. await readCheckpoint(',
    ],
    [
      'train',
      [network, { training, epoch: 3 }],
      'expected options by their names, got "epoch". Did you mean "epochs"?',
    ],
    [
      'train',
      [network, { training, epochs: 1, verbose: 1 }],
      'expected options by their names, got "verbose". The names are training, validation, epochs, ',
    ],
    [
      'evaluate',
      [network, training, { flips: true }],
      'expected options by their names, got "flips". Did you mean "flip"?',
    ],
    [
      'imageBatches',
      [records, { tasks, imagesize: 64 }],
      'expected options by their names, got "imagesize". Did you mean "imageSize"?',
    ],
    [
      'imageBatches',
      [records, { tasks, imageSize: 64, batch_size: 8 }],
      'expected options by their names, got "batch_size". Did you mean "batchSize"?',
    ],
    [
      'splitRecords',
      [records, { stratify: () => 1 }],
      'expected options by their names, got "stratify". Did you mean "stratifyBy"?',
    ],
    ['buildFaceNet', [{ tasks, size: 64 }], 'expected options by their names, got "size". '],
    [
      'writeReport',
      ['x.html', { history: { epochs: [] } }, { resample: 100 }],
      'expected options by their names, got "resample". Did you mean "resamples"?',
    ],
    ['getLoss', ['meanSquaredError'], 'expected a task, got "meanSquaredError". Pass e.g. regression().'],
    [
      'getLoss',
      [{ ...polyhead.regression(), loss: 'mse' }],
      'expected "loss" of a task to be one of binaryCrossentropy, ',
    ],
    ['trainFunction', [network], 'expected options, got undefined. Pass e.g. { optimizer: adam(), seed: 7 }.'],
    ['readTrainState', [], 'expected a training function, got undefined. Pass e.g. what trainFunction returned.'],
    [
      'writeTrainState',
      [{ weights: [], slots: [] }],
      'expected the state of a training function, got undefined. Pass e.g. what readTrainState returned.',
    ],
    ['useWasm', [2], 'expected options, got 2. Pass e.g. { threads: 2 }.'],
    ['evaluate', [], `expected a network, ${aNetwork}`],
    ['evaluate', [network], 'expected a source of batches, got undefined.'],
    ['predict', [network, records], 'expected a source of batches, got a list. Pass e.g. imageBatches('],
    ['predict', [network, training, true], 'expected options, got true. Pass e.g. { flip: true }.'],
    ['findLearningRate', [network], 'expected options, got undefined. Pass e.g. { training: imageBatches('],
    ['updateBatchNorm', [network], 'expected a source of batches, got undefined.'],
    [
      'useEngine',
      ['gpu'],
      'expected auto or one of tensorflow, wasm, webgpu, cpu, got "gpu". Leave it out for the best that works.',
    ],
    [
      'useEngine',
      ['cpu', { precision: 'float16' }],
      '"precision" must be one of float32, bfloat16, auto, got "float16".',
    ],
    [
      'writeReport',
      ['x.html'],
      'expected what to report, by name, got undefined. Pass e.g. { split, history, result }.',
    ],
  ])('%s says where, what was expected, what came and how to fix it (%#)', async (name, values, message) => {
    await expect(async () => loose[name]?.(...values)).rejects.toThrow(`${name}: ${message}`);
  });

  /** Everything before the options. */
  const before: [string, unknown[]][] = [
    ...[
      'faceTasks',
      'regression',
      'ageDistribution',
      'stem',
      'convBlock',
      'separableBlock',
      'residualBlock',
      'denseBlock',
    ].map((name): [string, unknown[]] => [name, /Block|stem/.test(name) ? [8] : []]),
    ...[
      'layerScale',
      'squeezeExcite',
      'adam',
      'adamW',
      'sgd',
      'cosineDecay',
      'oneCycle',
      'inverseTimeDecay',
      'reduceOnPlateau',
      'earlyStopping',
      'progressBar',
      'useWasm',
    ].map((name): [string, unknown[]] => [name, []]),
    ...['jpegDecoder', 'pngDecoder', 'builtInDecoder', 'sharpDecoder', 'train', 'buildNetwork', 'buildFaceNet'].map(
      (name): [string, unknown[]] => [name, name === 'train' ? [network] : []],
    ),
    ...['scanUtkFace', 'loadModel', 'loadPredictor', 'checkpoints', 'tensorBoard', 'readLabelsCsv'].map(
      (name): [string, unknown[]] => [name, ['nowhere']],
    ),
    ...['classification', 'binary'].map((name): [string, unknown[]] => [name, [['no', 'yes']]]),
    ...['evaluate', 'predict', 'updateBatchNorm'].map((name): [string, unknown[]] => [name, [network, training]]),
    ...['splitRecords', 'findDuplicates', 'imageBatches'].map((name): [string, unknown[]] => [name, [records]]),
    ['arrayBatches', [images]],
    ['balancedWeights', [records, () => 1]],
    ['binAges', [30]],
    ['branch', [[]]],
    ['createPredictor', [network]],
    ['findLearningRate', [network]],
    ['fromArtifacts', [{}]],
    ['loadSplit', ['nowhere', records]],
    ['resizeImage', [image, 8, 8]],
    ['saveModel', [network, 'nowhere']],
    ['scanFolder', ['nowhere', () => ({ ok: false, reason: '' })]],
    ['useEngine', ['cpu']],
  ];

  test.each(before)('%s rejects an option of a name that it does not know', async (name, values) => {
    const needed = { tasks, columns: [], parse: () => 1 };
    const options = Object.fromEntries(
      Object.entries({ ...needed, nonsense: 1 }).filter(
        ([key]) => key === 'nonsense' || needing[name]?.includes(key) === true,
      ),
    );
    await expect(async () => loose[name]?.(...values, options)).rejects.toThrow(
      new RegExp(`^${name}: expected options by their names, got "nonsense"\\. `),
    );
  });

  /** Those that take nothing, or any value. */
  const anything = [
    'constantSchedule',
    'errorMessage',
    'isPolyheadError',
    'toErrorData',
    'PolyheadError',
    'fromErrorData',
    'invalidArgument',
    'formatValue',
    'describeFileError',
    'flatten',
    'globalAveragePool',
    'loadedCopies',
    'noTrunk',
    'registerPredictStep',
    'registerTrainStep',
    'startEngine',
    'stochasticDepth',
    'yieldToEventLoop',
  ];
  /** Those that look at the machine, and words of errors that are given their place by the caller. */
  const others = /^(tensorFlow|installTensorFlow|assert)/;
  const functions = Object.keys(everything).filter(
    (name) => typeof loose[name] === 'function' && !anything.includes(name) && !others.test(name),
  );

  test.each(functions)('%s names itself where it gets null', async (name) => {
    await expect(async () => loose[name]?.(null)).rejects.toThrow(
      new RegExp(`^(${name}|taskNames|trainFunction): .* got (null|undefined)`),
    );
  });
});
