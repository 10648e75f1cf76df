import { assertNetwork, type HeldWeights, holdWeights, type Network } from '@polyhead/model';
import {
  type BatchSource,
  assertBytes,
  assertObject,
  type TaskMap,
  invalidArgument,
  assertWholeNumber,
  startEngine,
} from '@polyhead/core';
import {
  clone,
  dispose,
  type Tensor,
  tensor1d,
  tensor4d,
  type TensorContainer,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { BatchNormalizationLayer } from '../layer-patches/batch-normalization';
import { trainableNormalizations } from '../layer-patches/all-layers';
import { patchWithoutDropout } from '../layer-patches/patch-layers';
import { checkSource } from './check-run';
import { assertNotInRun } from './claim-network';
import { readBatches } from '../steps/read-batches';
import { microBatchSizes } from '../steps/micro-batches';
import { normalizeImages } from '../steps/predict-function';

/** Options of {@link updateBatchNorm}. */
export interface UpdateBatchNormOptions {
  /** Batches that the averages are taken over; fewer where the source has fewer. Default 100. */
  readonly batches?: number;
  /**
   * Most images that go through the network at once, as in `train`; larger batches go through in parts, each
   * normalized on its own. Default: the whole batch, and small batches together, 32 images or a few more.
   */
  readonly microBatchSize?: number;
}

const optionNames = { batches: true, microBatchSize: true } satisfies Record<keyof UpdateBatchNormOptions, true>;

/** A batch normalization, as far as its running averages go. */
type Normalization = Pick<BatchNormalizationLayer, 'movingMean' | 'movingVariance'> & { momentum: number };

/** Images that go through the network at once, if batches are smaller. */
const leastImages = 32;

/** Sums over batches for each channel of a normalization. */
interface Moments {
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

/**
 * Recomputes the means and variances of every trainable batch normalization without dropout, as predictions need them;
 * the weights do not change. PyTorch calls it `update_bn`, Wu and Johnson (2021) precise batch norm.
 *
 * During training, the moving averages are those of images under dropout and of weights some steps old. If dropout
 * comes before a dense layer with ReLU and batch normalization, predictions can be far off although training goes well
 * (Li et al., 2019): call this function before you evaluate such a network, above all in the first epochs.
 *
 * @param network - Network whose statistics are recomputed.
 * @param source - Training images without augmentation; the first batches of epoch 0 are read.
 * @param options - Number of batches, and most images that run through the network together. Default: 100, the whole
 * batch.
 * @returns A promise that resolves once the network has the new statistics.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid or no image can be read; DATA_MISMATCH if the
 * source does not fit the network; NETWORK_BUSY if a run trains the network. The statistics are then unchanged.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/core';
 * import { evaluate, updateBatchNorm } from '@polyhead/training';
 * declare const network: Network<FaceTasks>, training: BatchSource<FaceTasks>, validation: BatchSource<FaceTasks>;
 * await updateBatchNorm(network, training, { batches: 50 });
 * const result = await evaluate(network, validation);
 * ```
 */
export async function updateBatchNorm<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<NoInfer<Tasks>>,
  options: UpdateBatchNormOptions = {},
): Promise<void> {
  assertNetwork('updateBatchNorm', network);
  assertObject('updateBatchNorm', options, { optionKeys: optionNames, example: '{ batches: 50 }' });
  const { batches = 100, microBatchSize = Infinity } = options;
  assertWholeNumber('updateBatchNorm', 'batches', batches, 1);
  if (microBatchSize !== Infinity) assertWholeNumber('updateBatchNorm', 'microBatchSize', microBatchSize, 1);
  checkSource('updateBatchNorm', network, source);
  await startEngine();
  assertNotInRun('updateBatchNorm', network);
  await recomputeBatchNorm<Tasks>(network, source, { batches, microBatchSize });
}

/** {@link updateBatchNorm} for a run, which has claimed its network and checked its source. */
export async function recomputeBatchNorm<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<Tasks>,
  most: Required<UpdateBatchNormOptions>,
): Promise<void> {
  // private fields of tfjs
  const normalizations = trainableNormalizations(network.model) as unknown as readonly Normalization[];
  if (normalizations.length === 0) return;
  const held = holdWeights(network);
  try {
    const moments = await measure(network, source, most, normalizations, held);
    normalizations.forEach((layer, index) => writeMoments(layer, moments[index] as Moments));
  } finally {
    held.release();
  }
}

/**
 * Means and mean squares of what goes into the normalizations, over the images of some batches that run through the
 * network as in training.
 */
async function measure<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<Tasks>,
  most: Required<UpdateBatchNormOptions>,
  normalizations: readonly Normalization[],
  held: HeldWeights,
): Promise<Moments[]> {
  const withoutNoise = patchWithoutDropout(network.model);
  const sums = normalizations.map(({ movingMean }): Moments => ({
    mean: new Float64Array(movingMean.read().size),
    square: new Float64Array(movingMean.read().size),
  }));
  let count = 0;
  for await (const { images, size: total } of largeBatches(source, most.batches)) {
    let begin = 0;
    for (const size of microBatchSizes(total, most.microBatchSize)) {
      const statistics = held.during(() =>
        withoutNoise(() => statisticsOf(network, images, [begin, size], normalizations)),
      );
      await Promise.all(statistics.map((each, index) => addMoments(sums[index] as Moments, each, size)));
      begin += size;
    }
    count += total;
  }
  if (count === 0) throw invalidArgument('updateBatchNorm', 'expected at least one image', 'none that could be read');
  return sums.map(({ mean, square }) => ({
    mean: mean.map((sum) => sum / count),
    square: square.map((sum) => sum / count),
  }));
}

/**
 * The first batches of a source, small ones joined: deep layers get inputs that are normalized by the statistics of a
 * pass, which few images know too badly.
 */
async function* largeBatches(
  source: BatchSource,
  most: number,
): AsyncGenerator<{ readonly images: Uint8Array; readonly size: number }> {
  const [height, width, channels] = source.imageShape;
  const pixels = height * width * channels;
  let parts: Uint8Array[] = [];
  let [batches, size] = [0, 0];
  const take = () => {
    const joined = new Uint8Array(size * pixels);
    parts.reduce((offset, part) => (joined.set(part, offset), offset + part.length), 0);
    const pass = { images: joined, size };
    [parts, size] = [[], 0];
    return pass;
  };
  for await (const batch of readBatches(source, 0)) {
    if (batch.size === 0) continue; // every image was skipped
    const images = assertBytes('updateBatchNorm', batch.images, { what: 'the "images" of a batch' });
    parts.push(images.slice(0, batch.size * pixels));
    size += batch.size;
    if (size >= leastImages) yield take();
    if (++batches === most) break;
  }
  if (size > 0) yield take();
}

/** Mean and variance of the input of a normalization, over the images of one pass. */
type Statistics = readonly [mean: Tensor, variance: Tensor];

/**
 * The statistics of `size` images from `begin` on, taken from the running averages, which are what they were once it
 * returns; the caller frees them.
 */
function statisticsOf<Tasks extends TaskMap>(
  { model, imageShape }: Network<Tasks>,
  images: Uint8Array,
  [begin, size]: readonly [number, number],
  normalizations: readonly Normalization[],
): Statistics[] {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2];
  const statistics = tidy(() => {
    const read = (): Statistics[] =>
      normalizations.map(({ movingMean, movingVariance }) => [clone(movingMean.read()), clone(movingVariance.read())]);
    const [averages, momenta] = [read(), normalizations.map(({ momentum }) => momentum)];
    try {
      for (const layer of normalizations) {
        layer.momentum = 0;
        // an average that is not a number would stay so
        for (const average of [layer.movingMean, layer.movingVariance]) average.write(zeros(average.read().shape));
      }
      const input = tensor4d(images.subarray(begin * pixels, (begin + size) * pixels), [size, ...imageShape], 'int32');
      model.apply(normalizeImages(input), { training: true });
      return read() as unknown as TensorContainer;
    } finally {
      normalizations.forEach((layer, index) => {
        const [mean, variance] = averages[index] as Statistics;
        layer.momentum = momenta[index] as number;
        layer.movingMean.write(mean);
        layer.movingVariance.write(variance);
      });
    }
  });
  return statistics as unknown as Statistics[];
}

async function addMoments({ mean, square }: Moments, statistics: Statistics, weight: number): Promise<void> {
  try {
    const [means, variances] = await Promise.all([statistics[0].data(), statistics[1].data()]);
    means.forEach((value, channel) => {
      mean[channel] = (mean[channel] as number) + weight * value;
      square[channel] = (square[channel] as number) + weight * ((variances[channel] as number) + value * value);
    });
  } finally {
    dispose([...statistics]);
  }
}

/** The variance over all images: that within batches and that between their means. */
function writeMoments({ movingMean, movingVariance }: Normalization, { mean, square }: Moments): void {
  tidy(() => {
    movingMean.write(tensor1d(Float32Array.from(mean)));
    movingVariance.write(
      tensor1d(Float32Array.from(square, (value, channel) => Math.max(0, value - (mean[channel] as number) ** 2))),
    );
  });
}
