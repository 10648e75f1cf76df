import {
  describeValue,
  expectObject,
  type ImageShape,
  type PicturePreparation,
  type PredictionsOf,
  type Task,
  type TaskMap,
  taskNames,
  yieldToEventLoop,
} from '@polyhead/tasks';
import { type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { checkCount } from '../checks';
import { expectNetwork } from '../expect-network';
import { type HeldWeights, holdWeights, withNewestWeights } from '../hold-weights';
import type { Network } from '../network';
import { decodeInBrowser } from './decode-in-browser';
import { bytesOrPixels, type Picture } from './picture';
import { type Pixels, type RgbPixels, toGray, toRgb } from './pixels';

/** What a predictor tells the function that resizes. */
export interface ResizeOptions {
  /** How pictures were stretched in training. Undefined where the network does not know. */
  readonly filter?: PicturePreparation['resize'];
  /**
   * Share of the height and the width around the middle that training kept. Undefined where that was all of the
   * picture.
   */
  readonly centerCrop?: number;
}

/** Options of {@link createPredictor}. */
export interface PredictorOptions {
  /**
   * Makes pixels of a file's bytes; take the one that training used, such as `jpegDecoder().decode` of
   * `@polyhead/batches`, which runs in browsers too.
   * Default: the browser's own decoder, whose colors can differ by a few steps from those of training; in Node bytes
   * are refused without it.
   */
  readonly decode?: (bytes: Uint8Array, imageShape: ImageShape) => Pixels | Promise<Pixels>;
  /**
   * Stretches RGB pixels to a height and width, the middle alone where training kept only that, by the filter that
   * training used where the network knows it (`network.preparation`), such as `resizeImage` of `@polyhead/batches`.
   * Default: pictures of another size are refused.
   */
  readonly resize?: (image: RgbPixels, height: number, width: number, options: ResizeOptions) => RgbPixels;
  /** Pictures that go through the network together in `predictMany`. Default 32. */
  readonly batchSize?: number;
}

const optionNames = { decode: true, resize: true, batchSize: true } satisfies Record<keyof PredictorOptions, true>;

/** Tells labels of pictures. */
export interface Predictor<Tasks extends TaskMap = TaskMap> {
  /** The network that predicts. */
  readonly network: Network<Tasks>;
  /** A prediction for each task, for one picture. Rejects if it cannot be read, or after `dispose`. */
  predict(picture: Picture): Promise<PredictionsOf<Tasks>>;
  /**
   * Predictions for many pictures, in their order, a batch at a time. Throws where one cannot be read, and says which.
   */
  predictMany(pictures: Iterable<Picture> | AsyncIterable<Picture>): Promise<PredictionsOf<Tasks>[]>;
  /** Frees the network. */
  dispose(): void;
}

/**
 * Pictures in, typed labels out, with the preparation that the network was trained with: decoded, resized, divided by
 * 255.
 *
 * Runs in browsers and Node on tfjs' present backend. Throws where the network takes neither gray nor RGB pictures. The
 * one resize lives in `@polyhead/batches` and is passed in, so that this package stays free of it; package `polyhead`
 * does so by itself.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/tasks';
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
  expectNetwork('createPredictor', network);
  expectObject('createPredictor', options, { names: optionNames, example: '{ batchSize: 32 }' });
  const batchSize = checkCount('createPredictor', 'batchSize', options.batchSize ?? 32);
  const [, , channels] = network.imageShape;
  if (channels !== 1 && channels !== 3)
    throw new Error(
      `createPredictor: expected a network that takes gray or RGB pictures, got one for ${channels} channels.`,
    );
  const predictBatch = async (
    pictures: readonly Picture[],
    first: number,
    held: HeldWeights,
  ): Promise<PredictionsOf<Tasks>[]> => {
    const images = await Promise.all(
      pictures.map((picture, index) =>
        prepare(picture, network, options).catch((error: unknown) => fail(error, first + index)),
      ),
    );
    return decodeOutputs(network.tasks, await run(network, images, held.during), images.length);
  };
  return {
    network,
    predict: async (picture) => {
      expectNetwork('predict', network);
      const images = [await prepare(picture, network, options)];
      const outputs = await run(network, images, (compute) => withNewestWeights(network, compute));
      return decodeOutputs(network.tasks, outputs, 1)[0] as PredictionsOf<Tasks>;
    },
    predictMany: async (pictures) => {
      expectNetwork('predictMany', network);
      checkIterable(pictures);
      const held = holdWeights(network); // one moment for all batches, also while the network is in training
      try {
        const predictions: PredictionsOf<Tasks>[] = [];
        for await (const batch of inBatches(pictures, batchSize)) {
          predictions.push(...(await predictBatch(batch, predictions.length, held)));
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

function checkIterable(pictures: unknown): void {
  if (
    typeof pictures === 'object' &&
    pictures !== null &&
    (Symbol.iterator in pictures || Symbol.asyncIterator in pictures)
  )
    return;
  throw new Error(
    `predictMany: expected a list of pictures, or something else to iterate over, got ${describeValue(pictures)}. Use predict for one.`,
  );
}

function fail(error: unknown, index: number): never {
  throw new Error(`predictMany: picture ${index}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}

function unreadable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(
    reason.startsWith('predict: ') ? reason : `predict: this picture cannot be read: ${reason.replace(/\.$/, '')}.`,
    { cause: error },
  );
}

/** The picture as the network takes it, [height, width, channels] row by row. */
async function prepare(
  picture: Picture,
  { imageShape, preparation }: Network,
  { decode = decodeInBrowser, resize }: PredictorOptions,
): Promise<Uint8Array> {
  const [height, width, channels] = imageShape;
  const given = bytesOrPixels(picture);
  const pixels =
    'width' in given
      ? given
      : await Promise.resolve(given)
          .then((bytes) => decode(bytes, imageShape))
          .catch(unreadable);
  let image = toRgb(pixels);
  const { resize: filter, centerCrop } = preparation ?? {};
  if (image.height !== height || image.width !== width || centerCrop !== undefined) {
    if (resize === undefined)
      throw new Error(
        `predict: expected ${centerCrop === undefined ? `a picture of ${height} x ${width} pixels` : 'a "resize" that cuts out the middle of pictures, as training did'}, got ${centerCrop === undefined ? `${image.height} x ${image.width}` : 'none'}. Pass "resize", e.g. resizeImage of @polyhead/batches.`,
      );
    image = checkResized(resize(image, height, width, { filter, centerCrop }), height, width);
  }
  return channels === 1 ? toGray(image) : image.data;
}

/** Throws if the result of "resize" does not have the size that was asked for, or its pixels are not bytes. */
function checkResized(image: RgbPixels, height: number, width: number): RgbPixels {
  const rgb = toRgb(image);
  if (rgb.height === height && rgb.width === width) return rgb;
  throw new Error(
    `predict: the result of "resize" must be an image of ${height} x ${width} pixels, got ${rgb.height} x ${rgb.width}. Pass e.g. resizeImage of @polyhead/batches.`,
  );
}

/** The outputs, each [pictures, units]. */
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
  const decode = (name: string, output: number, picture: number): unknown => {
    const task = tasks[name] as Task;
    return task.decode(outputs[output] ?? [], picture * task.units);
  };
  return Array.from(
    { length: count },
    (_, picture) =>
      Object.fromEntries(names.map((name, output) => [name, decode(name, output, picture)])) as PredictionsOf<Tasks>,
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
