import { type ComparedRun, type CompareRunsOptions, buildComparison } from './build-comparison';

/**
 * Compares several runs on one page, as self-contained as that of {@link renderReport}: every task's score with its
 * interval, differences to the first run with paired bootstrap and McNemar's test if the test images are the same, the
 * curves in one figure, and what is known of each run.
 *
 * @param runs - At least two runs, each with a unique name and its history, result, network or reproduction.
 * @param options - Title, date and intervals of the page. Default: 1000 resamples, a confidence of 0.95, seed 0.
 * @returns The page as HTML.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are fewer than two runs, two have the same name, or a name in a run
 * or the options is unknown.
 *
 * @example
 * ```ts
 * import { compareRuns } from '@polyhead/report';
 * const epochs = (end: number) => [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: end } }];
 * const history = (end: number) => ({ epochs: epochs(end) });
 * const runs = [{ name: 'plain', history: history(1.2) }, { name: 'augmented', history: history(1.1) }];
 * const page = await compareRuns(runs);
 * ```
 */
export async function compareRuns(runs: readonly ComparedRun[], options: CompareRunsOptions = {}): Promise<string> {
  return (await buildComparison('compareRuns', runs, options)).html;
}
