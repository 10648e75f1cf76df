import { defineMetric } from '../metric/define-metric';
import { type LabelPair, readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { type Label, labelNames, type LabelOptions } from '../input/columns';
import { weightedMean } from '../metric/weighted-mean';

/**
 * Share of the rows whose predicted class is the true one (scikit-learn's `accuracy_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `LabelOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, different lengths, or an unknown label or option.
 *
 * @example
 * ```ts
 * import { accuracy } from '@polyhead/metrics';
 * accuracy(['cat', 'dog'], ['cat', 'cat']); // 0.5
 * ```
 */
export const accuracy = /* @__PURE__ */ defineMetric(
  { title: 'accuracy', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: LabelOptions = {}): number => {
    const pair = readPair(truth, predicted, options);
    let hits = 0;
    for (let row = 0; row < pair.truth.length; row++) if (pair.truth[row] === pair.predicted[row]) hits++;
    return hits / pair.truth.length;
  },
  {
    weighted: (truth, predicted, options) => {
      const pair = readPair(truth, predicted, options);
      return weightedMean(Float64Array.from(pair.truth, (label, row) => (label === pair.predicted[row] ? 1 : 0)));
    },
  },
);

function readPair(truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: LabelOptions = {}): LabelPair {
  return readLabelPair('accuracy', truth, predicted, readOptions('accuracy', options, labelNames).labels);
}
