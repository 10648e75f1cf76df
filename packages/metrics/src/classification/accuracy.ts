import { labelNames, type Label, type WeightedLabelOptions } from '../input/columns';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { defineRowMetric } from '../metric/define-row-metric';
import { evaluateMean } from '../metric/evaluate-mean';

/**
 * Share of the rows whose predicted class is the true one (scikit-learn's `accuracy_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `WeightedLabelOptions`; returns a number in [0,
 * 1]. Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, or a label or option
 * is unknown.
 *
 * @example
 * ```ts
 * import { accuracy } from '@polyhead/metrics';
 * accuracy(['cat', 'dog'], ['cat', 'cat']); // 0.5
 * ```
 */
export const accuracy = /* @__PURE__ */ defineRowMetric(
  'accuracy',
  { title: 'accuracy', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: WeightedLabelOptions = {}) => {
    const { labels } = readOptions('accuracy', options, labelNames);
    const pair = readLabelPair('accuracy', truth, predicted, labels);
    const hits = new Float64Array(pair.truth.length);
    for (let row = 0; row < hits.length; row++) hits[row] = pair.truth[row] === pair.predicted[row] ? 1 : 0;
    return evaluateMean(hits);
  },
);
