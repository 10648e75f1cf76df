import cliProgress from 'cli-progress';
import { assertObject, loadedCopies, type TaskMap } from '@polyhead/core';
import type { Callback } from '../callback';
import type { EpochRecord, TaskScores } from '../../history/history';

/** The part of a writable stream of Node that {@link progressBar} uses. */
export interface ProgressBarStream {
  /** True if the stream is a terminal, which shows the bar. */
  readonly isTTY?: boolean;
  /** Writes text. */
  write(text: string): unknown;
}

/** Options of {@link progressBar}. */
export interface ProgressBarOptions {
  /** Where to print: a stream of Node, for example `process.stdout`. Default `process.stderr`. */
  readonly stream?: ProgressBarStream;
}

const optionNames = { stream: true } satisfies Record<keyof ProgressBarOptions, true>;

/**
 * Creates a callback that shows the progress of the epoch, with images per second and the remaining time, and one line
 * for every finished epoch; epochs count from 1 here, as in Keras' progress bar, and from 0 in the history. If the
 * output is not a terminal, it writes only the lines. It warns first if the process has loaded more than one copy of
 * polyhead.
 *
 * @param options - Stream to write to. Default: `process.stderr`.
 * @returns A callback for `train`.
 * @throws {PolyheadError} INVALID_ARGUMENT if `options` is not an object with known names.
 *
 * @example
 * ```ts
 * import { progressBar } from '@polyhead/training/node';
 * const callback = progressBar();
 * ```
 */
export function progressBar<Tasks extends TaskMap = TaskMap>(options: ProgressBarOptions = {}): Callback<Tasks> {
  assertObject('progressBar', options, { optionKeys: optionNames, example: '{ stream: process.stdout }' });
  const { stream = process.stderr } = options;
  const format = 'epoch {epoch} [{bar}] {percentage}% | {rate} images/s | {eta_formatted} left | loss {loss}';
  let bar: cliProgress.SingleBar | undefined;
  let started = 0;
  let images = 0;
  const end = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    name: 'progressBar',
    onTrainBegin: () => {
      const copies = loadedCopies();
      if (copies.length > 1) stream.write(copiesLine(copies));
    },
    onEpochBegin: (run, epoch) => {
      [started, images] = [performance.now(), 0];
      if (stream.isTTY !== true) return;
      bar = new cliProgress.SingleBar(
        {
          format,
          stream: stream as NodeJS.WritableStream,
          clearOnComplete: true,
          hideCursor: true,
          barsize: 30,
          etaBuffer: 50,
        },
        cliProgress.Presets.shades_classic,
      );
      bar.start(run.batchesPerEpoch, 0, { epoch: `${epoch + 1}/${run.epochs}`, rate: '-', loss: '-' });
    },
    onBatchEnd: (_, { batch, size, result }) => {
      images += size;
      const rate = (images / ((performance.now() - started) / 1000)).toFixed(images < 1000 ? 1 : 0);
      bar?.update(batch + 1, { rate, loss: result.loss.toFixed(4) });
    },
    onEpochEnd: ({ epochs }, record) => {
      end();
      stream.write(`${epochLine(record as unknown as EpochRecord, epochs)}\n`);
    },
    onTrainEnd: end,
  };
}

function copiesLine(copies: readonly string[]): string {
  const advice = 'import it as an ES module only, and run "npm dedupe"';
  return `${copies.length} copies of polyhead are loaded (${copies.join(', ')}): ${advice}\n`;
}

/** One epoch on one line, with its note; numbers of the validation in brackets. */
function epochLine(
  { epoch, training, validation, note, learningRate, seconds, imagesPerSecond }: EpochRecord,
  epochs: number,
): string {
  const { loss, ...tasks } = training;
  const pair = (value: number, other: number | undefined): string =>
    value.toFixed(4) + (other === undefined ? '' : ` (${other.toFixed(4)})`);
  const each = Object.entries(tasks as Readonly<Record<string, TaskScores>>).flatMap(([task, scores]) => {
    const metrics = Object.entries(scores as Readonly<Record<string, number>>).filter(([name]) => name !== 'loss');
    const others = validation?.[task] as Readonly<Record<string, number>> | undefined;
    return metrics.map(([name, value]) => `${task} ${name} ${pair(value, others?.[name])}`);
  });
  return [
    `epoch ${epoch + 1}/${epochs}`,
    `loss ${pair(loss, validation?.loss)}`,
    ...each,
    `learning rate ${learningRate.toPrecision(3)}`,
    `${imagesPerSecond.toFixed(1)} images/s`,
    `${seconds.toFixed(1)} s`,
    ...(note === undefined ? [] : [note]),
  ].join(' | ');
}
