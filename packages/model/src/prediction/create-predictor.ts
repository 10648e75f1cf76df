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
  errorMessage,
  isPolyheadError,
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

/** Options that a predictor passes to its `resize` function. */
export interface ResizeOptions {
  /** Filter that resized the images in training. Undefined if the network does not know. */
  readonly filter?: ImagePreprocessing['resize'];
  /**
   * Fraction of the height and the width, around the center, that training kept. Undefined if training kept the whole
   * image.
   */
  readonly centerCrop?: number;
}

/** Options of {@link createPredictor}. */
export interface PredictorOptions {
  /**
   * Decodes the bytes of a file; pass the decoder that training used, such as `jpegDecoder().decode` of
   * `@polyhead/batches`, which runs in browsers too. Default: the built-in decoder of the browser, whose colors can
   * differ by a few steps from those of training; Node has none and rejects bytes.
   */
  readonly decode?: (bytes: Uint8Array, imageShape: ImageShape) => Pixels | Promise<Pixels>;
  /**
   * Resizes RGB pixels to a height and width, with the crop and the filter that training used if the network knows them
   * (`network.preprocessing`), such as `resizeImage` of `@polyhead/batches`. Default: images of another size are
   * rejected.
   */
  readonly resize?: (image: RgbPixels, height: number, width: number, options: ResizeOptions) => RgbPixels;
  /** Images that go through the network together in `predictBatch`. Default 32. */
  readonly batchSize?: number;
}

const optionNames = { decode: true, resize: true, batchSize: true } satisfies Record<keyof PredictorOptions, true>;

/** Predicts the labels of images. */
export interface Predictor<Tasks extends TaskMap = TaskMap> {
  /** The network that predicts. */
  readonly network: Network<Tasks>;
  /** Predicts all tasks for one image. Rejects if the image cannot be read, or after `dispose`. */
  predict(image: ImageInput): Promise<PredictionsOf<Tasks>>;
  /**
   * Predicts many images in batches; the results keep the order. Rejects if an image cannot be read, and says which.
   */
  predictBatch(images: Iterable<ImageInput> | AsyncIterable<ImageInput>): Promise<PredictionsOf<Tasks>[]>;
  /** Frees the network. */
  dispose(): void;
}

/**
 * Creates a predictor: it takes images, preprocesses them as training did (decode, resize, divide by 255), and returns
 * typed labels.
 *
 * Runs in browsers and Node on the current backend of tfjs. Pass `decode` and `resize` of `@polyhead/batches`, which
 * this package does not depend on; `loadPredictor` of `polyhead` does that.
 *
 * @param network - A network that takes gray or RGB images.
 * @param options - Decoder, resize and batch size.
 * @returns The predictor.
 * @throws {PolyheadError} INVALID_ARGUMENT if the network takes neither gray nor RGB images, or an option is invalid.
 * @throws {PolyheadError} DISPOSED if the network was disposed of.
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
      inputs.map((input, index) => prepare(`predictBatch: image ${first + index}`, input, network, options)),
    );
    return decodeOutputs(network.tasks, await run(network, images, held.during), images.length);
  };
  return {
    network,
    predict: async (image) => {
      assertNetwork('predict', network);
      const images = [await prepare('predict', image, network, options)];
      const outputs = await run(network, images, (compute) => withNewestWeights(network, compute));
      return decodeOutputs(network.tasks, outputs, 1)[0] as PredictionsOf<Tasks>;
    },
    predictBatch: async (images) => {
      assertNetwork('predictBatch', network);
      assertIterable(images);
      const held = holdWeights(network); // the same weights for all batches, even while the network is being trained
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

function assertIterable(images: unknown): void {
  if (typeof images === 'object' && images !== null && (Symbol.iterator in images || Symbol.asyncIterator in images))
    return;
  throw invalidArgument(
    'predictBatch',
    'expected a list of images, or something else to iterate over',
    formatValue(images),
    'Use predict for one.',
  );
}

/** Runs a decoder. Its errors name the function that the caller called, and keep their code. */
async function decodeFile(
  where: string,
  bytes: Uint8Array,
  imageShape: ImageShape,
  decode: PredictorOptions['decode'],
): Promise<Pixels> {
  try {
    return await (decode === undefined ? decodeInBrowser(where, bytes) : decode(bytes, imageShape));
  } catch (error) {
    const known = isPolyheadError(error) ? error : undefined;
    if (known?.where === where) throw known;
    throw new PolyheadError(
      known?.code ?? 'INVALID_IMAGE',
      `${where}: this image cannot be read: ${errorMessage(error)}`,
      { where, ...(known?.hint !== undefined && { hint: known.hint }), cause: error },
    );
  }
}

/** Returns the image as the network takes it, [height, width, channels] row by row. */
async function prepare(
  where: string,
  input: ImageInput,
  { imageShape, preprocessing }: Network,
  { decode, resize }: PredictorOptions,
): Promise<Uint8Array> {
  const [height, width, channels] = imageShape;
  const given = classifyInput(where, input);
  const pixels = 'width' in given ? given : await decodeFile(where, given, imageShape, decode);
  let image = toRgb(where, pixels);
  const { resize: filter, centerCrop } = preprocessing ?? {};
  if (image.height !== height || image.width !== width || centerCrop !== undefined) {
    if (resize === undefined)
      throw invalidArgument(
        where,
        `expected ${centerCrop === undefined ? `an image of ${height} x ${width} pixels` : 'a "resize" that cuts out the middle of images, as training did'}`,
        centerCrop === undefined ? `${image.height} x ${image.width}` : 'none',
        'Pass "resize", e.g. resizeImage of @polyhead/batches.',
      );
    image = assertResized(where, resize(image, height, width, { filter, centerCrop }), height, width);
  }
  return channels === 1 ? toGray(image) : image.data;
}

/** Throws if the result of "resize" does not have the requested size, or its pixels are not bytes. */
function assertResized(where: string, image: RgbPixels, height: number, width: number): RgbPixels {
  const rgb = toRgb(where, image);
  if (rgb.height === height && rgb.width === width) return rgb;
  throw invalidArgument(
    where,
    `the result of "resize" must be an image of ${height} x ${width} pixels`,
    `${rgb.height} x ${rgb.width}`,
    'Pass e.g. resizeImage of @polyhead/batches.',
  );
}

/** Returns the outputs, each [images, units]. */
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
