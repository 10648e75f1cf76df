import { type ComparedRun, type CompareRunsOptions, buildComparison } from './build-comparison';
import { pairOf, writeHtmlAndJson, type WrittenReport } from '../report/write-pair';

/**
 * Writes the page of `compareRuns` to `file`, and the same content as JSON beside it.
 *
 * Rejects as `compareRuns` does, and where the folder cannot be written.
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
