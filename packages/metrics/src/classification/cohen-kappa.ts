import { countPairs } from './class-counts';
import { defineMetric } from '../metric/define-metric';
import { checkWord } from '../input/check-count';
import { type LabelPair, readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import type { Label, LabelOptions } from '../input/columns';
import { weightedPairs } from './weighted-pairs';

/** Options of `cohenKappa`. */
export interface CohenKappaOptions extends LabelOptions {
  /** How much a confusion of class i with class j counts: 1, |i - j| or (i - j)^2. Default: `none`. */
  weights?: 'none' | 'linear' | 'quadratic';
}

const optionNames = { labels: true, weights: true } satisfies Record<keyof CohenKappaOptions, true>;

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
 * Throws a RangeError on no rows, different lengths, an unknown label or option, or unknown weights.
 *
 * @example
 * ```ts
 * import { cohenKappa } from '@polyhead/metrics';
 * cohenKappa([0, 1, 2, 2], [0, 2, 2, 1], { weights: 'quadratic' });
 * ```
 */
export const cohenKappa = /* @__PURE__ */ defineMetric(
  { title: 'Cohen kappa', higherIsBetter: true, best: 1, range: [-1, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: CohenKappaOptions = {}): number => {
    const { pair, weights } = readPair(truth, predicted, options);
    return 1 - weightedDisagreement(countPairs(pair), pair.names.length, WEIGHTS[weights]);
  },
  {
    weighted: (truth, predicted, options) => {
      const { pair, weights } = readPair(truth, predicted, options);
      const pairsOf = weightedPairs(pair, options?.labels !== undefined);
      return (rowWeights) => {
        const { counts, classes } = pairsOf(rowWeights);
        return 1 - weightedDisagreement(counts, classes, WEIGHTS[weights]);
      };
    },
  },
);

function readPair(
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: CohenKappaOptions = {},
): { pair: LabelPair; weights: keyof typeof WEIGHTS } {
  const { weights = 'none', labels } = readOptions('cohenKappa', options, optionNames, "{ weights: 'quadratic' }");
  checkWord('cohenKappa', 'weights', weights, Object.keys(WEIGHTS));
  return { pair: readLabelPair('cohenKappa', truth, predicted, labels), weights };
}

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
