import { checkWord } from '../input/check-count';
import { type Label, labelNames, type WeightedLabelOptions } from '../input/columns';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { defineRowMetric } from '../metric/define-row-metric';
import { countPairs } from './class-counts';

/** Options of `cohenKappa`. */
export interface CohenKappaOptions extends WeightedLabelOptions {
  /** How much a confusion of class i with class j counts: 1, |i - j| or (i - j)^2. Default: `none`. */
  weights?: 'none' | 'linear' | 'quadratic';
}

const optionNames = { weights: true, ...labelNames } satisfies Record<keyof CohenKappaOptions, true>;

const WEIGHTS = {
  none: (distance: number): number => (distance === 0 ? 0 : 1),
  linear: (distance: number): number => Math.abs(distance),
  quadratic: (distance: number): number => distance ** 2,
};

/**
 * Cohen's kappa: agreement beyond chance (scikit-learn's `cohen_kappa_score`), with weights for ordered classes.
 *
 * Takes truth and predicted class indices or names, one per row, and `CohenKappaOptions`; returns a number in [-1, 1],
 * NaN when both columns hold one and the same class.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, or a label, an option or
 * its value is unknown.
 *
 * @example
 * ```ts
 * import { cohenKappa } from '@polyhead/metrics';
 * cohenKappa([0, 1, 2, 2], [0, 2, 2, 1], { weights: 'quadratic' });
 * ```
 */
export const cohenKappa = /* @__PURE__ */ defineRowMetric(
  'cohenKappa',
  { title: 'Cohen kappa', higherIsBetter: true, best: 1, range: [-1, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: CohenKappaOptions = {}) => {
    const { weights: kind = 'none', labels } = readOptions(
      'cohenKappa',
      options,
      optionNames,
      "{ weights: 'quadratic' }",
    );
    checkWord('cohenKappa', 'weights', kind, Object.keys(WEIGHTS));
    const pair = readLabelPair('cohenKappa', truth, predicted, labels);
    return (weights) => {
      const { counts, names } = countPairs(pair, weights);
      return 1 - weightedDisagreement(counts, names.length, WEIGHTS[kind]);
    };
  },
);

/** Observed weighted disagreement over the one expected from the totals; counts are row-major [classes, classes]. */
function weightedDisagreement(counts: Float64Array, classes: number, weight: (distance: number) => number): number {
  const rowTotals = new Float64Array(classes);
  const columnTotals = new Float64Array(classes);
  let rows = 0;
  counts.forEach((count, cell) => {
    const [i, j] = [Math.floor(cell / classes), cell % classes];
    rowTotals[i] = (rowTotals[i] as number) + count;
    columnTotals[j] = (columnTotals[j] as number) + count;
    rows += count;
  });
  let observed = 0;
  let expected = 0;
  counts.forEach((count, cell) => {
    const [i, j] = [Math.floor(cell / classes), cell % classes];
    observed += weight(i - j) * count;
    expected += (weight(i - j) * (rowTotals[i] as number) * (columnTotals[j] as number)) / rows;
  });
  return observed / expected;
}
