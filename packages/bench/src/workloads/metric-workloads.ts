import { accuracy, bootstrapInterval, classificationReport, f1Score, rocAuc, bindOptions } from '@polyhead/metrics';
import type { Workload } from './workload';

const rows = 20_000;

/** Whole numbers below `classes` in an order that looks random. */
function column(salt: number, classes: number): Int32Array {
  return Int32Array.from(
    { length: rows },
    (_, index) => (Math.imul(index + 1 + salt * 7919, 2654435761) >>> 12) % classes,
  );
}

/** Metrics of an evaluation. */
export const metricWorkloads = {
  metrics: {
    definition:
      '8 times, on 20,000 rows: classification report, area under the ROC curve, bootstrap of accuracy and of macro F1 (500 resamples)',
    prepare: async () => {
      const [truth, keep, other] = [column(1, 5), column(3, 10), column(2, 5)];
      const predicted = truth.map((label, row) => ((keep[row] as number) < 7 ? label : (other[row] as number)));
      const [binary, scores] = [column(4, 2), Float64Array.from(column(5, 1000), (score) => score / 1000)];
      const options = { resamples: 500, seed: 7 };
      return {
        run: () => [
          String(classificationReport(truth, predicted)),
          rocAuc(binary, scores),
          bootstrapInterval(accuracy, [truth, predicted], options),
          bootstrapInterval(bindOptions(f1Score, { average: 'macro' }), [truth, predicted], options),
        ],
        warmUps: 1,
        repeats: 8,
      };
    },
  },
} as const satisfies Record<string, Workload>;
