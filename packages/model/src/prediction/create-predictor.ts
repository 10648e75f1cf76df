import {
  formatValue,
  assertObject,
  type ImageShape,
  type ImagePreprocessing,
  type PredictionsOf,
  type Task,
  type TaskMap,
  taskNames,
  yieldToEventLoop,
  invalidArgument,
  PolyheadError,
  assertWholeNumber,
} from '@polyhead/core';
import { type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { assertNetwork } from '../network/assert-network';
import { type HeldWeights, holdWeights, withNewestWeights } from '../network/hold-weights';
import type { Network } from '../network/network';
import { decodeInBrowser } from './decode-in-browser';
import { classifyInput, type ImageInput } from './image-input';
import { type Pixels, type RgbPixels, toGray, toRgb } from './image-pixels';

/** What a predictor tells the function that resizes. */
export interface ResizeOptions {
  /** How images were stretched in training. Undefined where the network does not know. */
  readonly filter?: ImagePreprocessing['resize'];
  /**
   * Share of the height and the width around the middle that training kept. Undefined where that was all of the
   * image.
   */
  readonly centerCrop?: number;
}

/** Options of {@link createPredictor}. */
export interface PredictorOptions {
  /**
   * Makes pixels of a file's bytes; take the one that training used, such as `jpegDecoder().decode` of
   * `@polyhead/batches`, which runs in browsers too.
   * Default: the browser's own decoder, whose colors can differ by a few steps from those of training; in Node bytes
   * are rejected without it.
   */
  readonly decode?: (bytes: Uint8Array, imageShape: ImageShape) => Pixels | Promise<Pixels>;
  /**
   * Stretches RGB pixels to a height and width, the middle alone where training kept only that, by the filter that
   * training used where the network knows it (`network.preprocessing`), such as `resizeImage` of `@polyhead/batches`.
   * Default: images of another size are rejected.
   */
  readonly resize?: (image: RgbPixels, height: number, width: number, options: ResizeOptions) => RgbPixels;
  /** Images that go through the network together in `predictBatch`. Default 32. */
  readonly batchSize?: number;
}

const optionNames = { decode: true, resize: true, batchSize: true } satisfies Record<keyof PredictorOptions, true>;

/** Tells labels of images. */
export interface Predictor<Tasks extends TaskMap = TaskMap> {
  /** The network that predicts. */
  readonly network: Network<Tasks>;
  /** A prediction for each task, for one image. Rejects if it cannot be read, or after `dispose`. */
  predict(image: ImageInput): Promise<PredictionsOf<Tasks>>;
  /**
   * Predictions for many images, in their order, a batch at a time. Throws if one cannot be read, and says which.
   */
  predictBatch(images: Iterable<ImageInput> | AsyncIterable<ImageInput>): Promise<PredictionsOf<Tasks>[]>;
  /** Frees the network. */
  dispose(): void;
}

/**
 * Images in, typed labels out, with the preprocessing that the network was trained with: decoded, resized, divided by
 * 255.
 *
 * Runs in browsers and Node on tfjs' present backend. Throws if the network takes neither gray nor RGB images. The
 * one resize lives in `@polyhead/batches` and is passed in, so that this package stays free of it; package `polyhead`
 * does so by itself.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { buildFaceNet, createPredictor } from '@polyhead/model';
 * const predictor = createPredictor(buildFaceNet({ tasks: faceTasks() }));
 * const { age, race } = await predictor.predict({ width: 198, height: 198, data: new Uint8Array(198 * 198 * 3) });
 * race.label; // 'white' | 'black' | 'asian' | 'indian' | 'others'
 * ```
 */
export function createPredictor<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: PredictorOptions = {},
): Predictor<Tasks> {
  assertNetwork('createPredictor', network);
  assertObject('createPredictor', options, { optionKeys: optionNames, example: '{ batchSize: 32 }' });
  const batchSize = assertWholeNumber('createPredictor', 'batchSize', options.batchSize ?? 32, 1);
  const [, , channels] = network.imageShape;
  if (channels !== 1 && channels !== 3)
    throw invalidArgument(
      'createPredictor',
      'expected a network that takes gray or RGB images',
      `one for ${channels} channels`,
    );
  const predictOnce = async (
    inputs: readonly ImageInput[],
    first: number,
    held: HeldWeights,
  ): Promise<PredictionsOf<Tasks>[]> => {
    const images = await Promise.all(
      inputs.map((input, index) =>
        prepare(input, network, options).catch((error: unknown) => fail(error, first + index)),
      ),
    );
    return decodeOutputs(network.tasks, await run(network, images, held.during), images.length);
  };
  return {
    network,
    predict: async (image) => {
      assertNetwork('predict', network);
      const images = [await prepare(image, network, options)];
      const outputs = await run(network, images, (compute) => withNewestWeights(network, compute));
      return decodeOutputs(network.tasks, outputs, 1)[0] as PredictionsOf<Tasks>;
    },
    predictBatch: async (images) => {
      assertNetwork('predictBatch', network);
      checkIterable(images);
      const held = holdWeights(network); // one moment for all batches, also while the network is in training
      try {
        const predictions: PredictionsOf<Tasks>[] = [];
        for await (const batch of inBatches(images, batchSize)) {
          predictions.push(...(await predictOnce(batch, predictions.length, held)));
          await yieldToEventLoop();
        }
        return predictions;
      } finally {
        held.release();
      }
    },
    dispose: () => network.dispose(),
  };
}

function checkIterable(images: unknown): void {
  if (typeof images === 'object' && images !== null && (Symbol.iterator in images || Symbol.asyncIterator in images))
    return;
  throw invalidArgument(
    'predictBatch',
    'expected a list of images, or something else to iterate over',
    formatValue(images),
    'Use predict for one.',
  );
}

function fail(error: unknown, index: number): never {
  throw new PolyheadError(
    'INVALID_ARGUMENT',
    `predictBatch: image ${index}: ${error instanceof Error ? error.message : String(error)}`,
    {
      cause: error,
    },
  );
}

function unreadable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new PolyheadError(
    'INVALID_ARGUMENT',
    reason.startsWith('predict: ') ? reason : `predict: this image cannot be read: ${reason.replace(/\.$/, '')}.`,
    { cause: error },
  );
}

/** The image as the network takes it, [height, width, channels] row by row. */
async function prepare(
  input: ImageInput,
  { imageShape, preprocessing }: Network,
  { decode = decodeInBrowser, resize }: PredictorOptions,
): Promise<Uint8Array> {
  const [height, width, channels] = imageShape;
  const given = classifyInput(input);
  const pixels =
    'width' in given
      ? given
      : await Promise.resolve(given)
          .then((bytes) => decode(bytes, imageShape))
          .catch(unreadable);
  let image = toRgb(pixels);
  const { resize: filter, centerCrop } = preprocessing ?? {};
  if (image.height !== height || image.width !== width || centerCrop !== undefined) {
    if (resize === undefined)
      throw invalidArgument(
        'predict',
        `expected ${centerCrop === undefined ? `an image of ${height} x ${width} pixels` : 'a "resize" that cuts out the middle of images, as training did'}`,
        centerCrop === undefined ? `${image.height} x ${image.width}` : 'none',
        'Pass "resize", e.g. resizeImage of @polyhead/batches.',
      );
    image = checkResized(resize(image, height, width, { filter, centerCrop }), height, width);
  }
  return channels === 1 ? toGray(image) : image.data;
}

/** Throws if the result of "resize" does not have the size that was asked for, or its pixels are not bytes. */
function checkResized(image: RgbPixels, height: number, width: number): RgbPixels {
  const rgb = toRgb(image);
  if (rgb.height === height && rgb.width === width) return rgb;
  throw invalidArgument(
    'predict',
    `the result of "resize" must be an image of ${height} x ${width} pixels`,
    `${rgb.height} x ${rgb.width}`,
    'Pass e.g. resizeImage of @polyhead/batches.',
  );
}

/** The outputs, each [images, units]. */
async function run(
  { model, imageShape }: Network,
  images: readonly Uint8Array[],
  during: HeldWeights['during'],
): Promise<Float32Array[]> {
  const each = imageShape[0] * imageShape[1] * imageShape[2];
  const pixels = new Float32Array(images.length * each);
  images.forEach((image, index) => pixels.set(image, index * each));
  for (let index = 0; index < pixels.length; index++) pixels[index] = (pixels[index] ?? 0) / 255;
  const outputs = during(() =>
    tidy(() => {
      const predicted = model.predictOnBatch(tensor4d(pixels, [images.length, ...imageShape]));
      return Array.isArray(predicted) ? predicted : [predicted];
    }),
  );
  try {
    return await Promise.all(outputs.map((output: Tensor) => output.data<'float32'>()));
  } finally {
    for (const output of outputs) output.dispose();
  }
}

function decodeOutputs<Tasks extends TaskMap>(
  tasks: Tasks,
  outputs: readonly Float32Array[],
  count: number,
): PredictionsOf<Tasks>[] {
  const names = taskNames(tasks);
  const decode = (name: string, output: number, image: number): unknown => {
    const task = tasks[name] as Task;
    return task.decode(outputs[output] ?? [], image * task.units);
  };
  return Array.from(
    { length: count },
    (_, image) =>
      Object.fromEntries(names.map((name, output) => [name, decode(name, output, image)])) as PredictionsOf<Tasks>,
  );
}

async function* inBatches<Item>(items: Iterable<Item> | AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
