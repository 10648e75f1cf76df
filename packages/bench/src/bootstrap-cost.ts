// What intervals and reports cost beside scikit-learn and SciPy, in seconds: tsx --conditions=@polyhead/source
// packages/bench/src/bootstrap-cost.ts [--rows 5000] [--report-rows 1000000] [--resamples 2000] [--rounds 3]
// Both sides compute the same metrics on the same columns, one thread each, by turns.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import {
  accuracy,
  bootstrapInterval,
  classificationReport,
  confusionMatrix,
  f1Score,
  meanAbsoluteError,
  rocAuc,
  bindOptions,
} from '@polyhead/metrics';
import { program } from 'commander';
import { pythonEnvironment, scriptFile } from './python-environment';
import { median, range } from './statistics';

const options = program
  .option('--rows <count>', 'rows of bootstraps', '5000')
  .option('--report-rows <count>', 'rows of report and matrix', '1000000')
  .option('--resamples <count>', 'resamples of a bootstrap', '2000')
  .option('--rounds <count>', 'rounds by turns', '3')
  .parse()
  .opts<{ rows: string; reportRows: string; resamples: string; rounds: string }>();
const [rows, reportRows, resamples, rounds] = [options.rows, options.reportRows, options.resamples, options.rounds].map(
  Number,
) as [number, number, number, number];

/** Whole numbers below `classes`, the same as in bootstrap_cost.py. */
function column(count: number, salt: number, classes: number): Int32Array {
  return Int32Array.from(
    { length: count },
    (_, index) => (Math.imul(index + 1 + salt * 7919, 2654435761) >>> 12) % classes,
  );
}

/** The truth, but for three rows of ten or so. */
function guess(truth: Int32Array): Int32Array {
  const [keeps, other] = [column(truth.length, 3, 10), column(truth.length, 2, 5)];
  return truth.map((value, index) => ((keeps[index] as number) < 7 ? value : (other[index] as number)));
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function ours(): Record<string, number> {
  const truth = column(rows, 1, 5);
  const predicted = guess(truth);
  const [ages, guesses, binary] = [column(rows, 4, 90), column(rows, 5, 90), column(rows, 6, 2)];
  const scores = Float64Array.from(column(rows, 7, 1000), (value) => value / 1000);
  const many = column(reportRows, 1, 5);
  const guessed = guess(many);
  const methods = ['percentile', 'bca'] as const;
  return Object.fromEntries([
    ...methods.map((method) => [
      `accuracy, ${method}`,
      seconds(() => bootstrapInterval(accuracy, [truth, predicted], { resamples, method, seed: 7 })),
    ]),
    ...methods.map((method) => [
      `macro F1, ${method}`,
      seconds(() =>
        bootstrapInterval(bindOptions(f1Score, { average: 'macro' }), [truth, predicted], {
          resamples,
          method,
          seed: 7,
        }),
      ),
    ]),
    ...methods.map((method) => [
      `mean absolute error, ${method}`,
      seconds(() => bootstrapInterval(meanAbsoluteError, [ages, guesses], { resamples, method, seed: 7 })),
    ]),
    ...methods.map((method) => [
      `area under ROC, ${method}`,
      seconds(() => bootstrapInterval(rocAuc, [binary, scores], { resamples, method, seed: 7 })),
    ]),
    ['classification report', seconds(() => String(classificationReport(many, guessed)))],
    ['confusion matrix', seconds(() => confusionMatrix(many, guessed))],
  ]) as Record<string, number>;
}

const theirs = (): Record<string, number> =>
  JSON.parse(
    execFileSync(python, [scriptFile('bootstrap_cost.py'), rows, reportRows, resamples].map(String), {
      encoding: 'utf8',
    }),
  ) as Record<string, number>;
const python = pythonEnvironment('metrics');
const pairs = Array.from({ length: rounds }, () => ({ ours: ours(), theirs: theirs() }));
console.log(
  `${cpus().length} cores, ${cpus()[0]?.model}, Node ${process.version}; ${rows} rows, ${resamples} resamples, report and matrix of ${reportRows} rows; seconds, median of ${rounds} rounds (range)`,
);
for (const name of Object.keys(pairs[0]?.ours ?? {})) {
  const [here, there] = (['ours', 'theirs'] as const).map((side) =>
    pairs.map((pair) => pair[side][name] as number),
  ) as [number[], number[]];
  const shown = (times: number[]): string => `${median(times).toFixed(3)} (${range(times, 3)})`;
  console.log(
    `${name.padEnd(32)} polyhead ${shown(here).padEnd(26)} scikit-learn ${shown(there).padEnd(26)} ${(median(there) / median(here)).toFixed(1)}x`,
  );
}
