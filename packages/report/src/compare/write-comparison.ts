import { type ComparedRun, type CompareRunsOptions, buildComparison } from './build-comparison';
import { pairOf, writeHtmlAndJson, type WrittenReport } from '../report/write-pair';

/**
 * Writes the page of `compareRuns` to `file`, and the same content as JSON next to it.
 *
 * @param file - Path of the page; its folder is created if it does not exist.
 * @param runs - At least two runs, each with a unique name and its history, result, network or reproduction.
 * @param options - Title, date and intervals of the page. Default: 1000 resamples, a confidence of 0.95, seed 0.
 * @returns The paths of both files.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are fewer than two runs, two have the same name, a name in a run or
 * the options is unknown, or the path ends in `.json`. An error of the file system is passed on.
 *
 * @example
 * ```ts
 * import { writeComparison } from '@polyhead/report/node';
 * const epochs = (end: number) => [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: end } }];
 * const history = (end: number) => ({ epochs: epochs(end) });
 * const runs = [{ name: 'plain', history: history(1.2) }, { name: 'augmented', history: history(1.1) }];
 * await writeComparison('runs/comparison.html', runs);
 * ```
 */
export async function writeComparison(
  file: string,
  runs: readonly ComparedRun[],
  options: CompareRunsOptions = {},
): Promise<WrittenReport> {
  return writeHtmlAndJson(pairOf('writeComparison', file), await buildComparison('writeComparison', runs, options));
}
