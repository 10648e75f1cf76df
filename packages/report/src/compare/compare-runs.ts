import { type ComparedRun, type CompareRunsOptions, buildComparison } from './build-comparison';

/**
 * Several runs on one page, as self-contained as that of {@link renderReport}: every task's score with its interval,
 * differences to the first run with paired bootstrap and McNemar's test
 * where the test images are the same, the curves over each other, and what is known of each run.
 *
 * Rejects where there are fewer than two runs, or two of one name, and where a run or the options have an unknown name.
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
