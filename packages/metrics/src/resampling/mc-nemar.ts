import { checkLength } from '../input/check-length';
import { readOptions } from '../input/read-options';
import { checkNames } from '../input/check-names';
import { checkWord } from '../input/check-count';
import { encodeLabels } from '../input/code-labels';
import { findClasses } from '../input/find-classes';
import type { Label, LabelOptions } from '../input/columns';
import { binomialCdf } from '../statistics/binomial';
import { erfc } from '../statistics/normal';

/** Options of `mcNemar`. */
export interface McNemarOptions extends LabelOptions {
  /** `exact`: binomial, right for any number of rows. `chi2`: the approximation for many. Default: `exact`. */
  method?: 'exact' | 'chi2';
  /** Continuity correction of `chi2` (Edwards 1948). Default: true. */
  continuity?: boolean;
}

const optionNames = { labels: true, method: true, continuity: true } satisfies Record<keyof McNemarOptions, true>;

/** Where two networks differ, and how likely so large a difference is by chance. */
export interface McNemarResult {
  /** Rows that both have right. */
  readonly bothRight: number;
  /** Rows that only the first has right. */
  readonly onlyFirstRight: number;
  /** Rows that only the second has right. */
  readonly onlySecondRight: number;
  /** Rows that both have wrong. */
  readonly bothWrong: number;
  /** `exact`: the smaller of the two counts above; `chi2`: chi squared with one degree of freedom. */
  readonly statistic: number;
  /** Two-sided; 1 when the networks never differ in being right. */
  readonly pValue: number;
}

/**
 * McNemar's test: are two classifiers equally often right on the same rows? Equal to statsmodels' `mcnemar`.
 *
 * @param truth - Class indices or names, one per row.
 * @param first - Predictions of the first classifier.
 * @param second - Predictions of the second classifier, on the same rows.
 * @param options - Class names, method, continuity correction.
 * @returns Counts of rows by who is right, the statistic and the p-value.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths differ, or a label, an option or its value is
 *   unknown.
 *
 * @example
 * ```ts
 * import { mcNemar } from '@polyhead/metrics';
 * const { pValue } = mcNemar([0, 1, 1, 0, 1], [0, 1, 1, 0, 0], [1, 0, 1, 1, 0]); // 0.25
 * ```
 */
export function mcNemar(
  truth: ArrayLike<Label>,
  first: ArrayLike<Label>,
  second: ArrayLike<Label>,
  options: McNemarOptions = {},
): McNemarResult {
  const {
    method = 'exact',
    continuity = true,
    labels,
  } = readOptions('mcNemar', options, optionNames, "{ method: 'chi2' }");
  checkWord('mcNemar', 'method', method, ['exact', 'chi2']);
  const counts = countAgreement({ truth, first, second }, labels);
  const [b, c] = [counts.onlyFirstRight, counts.onlySecondRight];
  if (method === 'exact') {
    const statistic = Math.min(b, c);
    return { ...counts, statistic, pValue: b === c ? 1 : Math.min(1, 2 * binomialCdf(statistic, b + c)) };
  }
  const statistic = b + c === 0 ? 0 : (Math.abs(b - c) - (continuity ? 1 : 0)) ** 2 / (b + c);
  return { ...counts, statistic, pValue: erfc(Math.sqrt(statistic / 2)) };
}

type Agreement = Pick<McNemarResult, 'bothRight' | 'onlyFirstRight' | 'onlySecondRight' | 'bothWrong'>;
type ContingencyCounts<T> = Record<'truth' | 'first' | 'second', T>;

function countAgreement(
  columns: ContingencyCounts<ArrayLike<Label>>,
  labels: readonly string[] | undefined,
): Agreement {
  checkLength('mcNemar', { ...columns });
  const { truth, first, second } = countContingency(columns, labels);
  // Indexed by (first is right) * 2 + (second is right).
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < truth.length; row++) {
    const cell = (first[row] === truth[row] ? 2 : 0) + (second[row] === truth[row] ? 1 : 0);
    counts[cell] = (counts[cell] as number) + 1;
  }
  const [bothWrong, onlySecondRight, onlyFirstRight, bothRight] = counts as [number, number, number, number];
  return { bothRight, onlyFirstRight, onlySecondRight, bothWrong };
}

function countContingency(
  { truth, first, second }: ContingencyCounts<ArrayLike<Label>>,
  labels: readonly string[] | undefined,
): ContingencyCounts<Int32Array> {
  if (labels === undefined) {
    const [a, b, c] = findClasses('mcNemar', { truth, first, second }).codes as [Int32Array, Int32Array, Int32Array];
    return { truth: a, first: b, second: c };
  }
  checkNames('mcNemar', labels);
  const code = (name: string, values: ArrayLike<Label>): Int32Array => encodeLabels('mcNemar', name, values, labels);
  return { truth: code('truth', truth), first: code('first', first), second: code('second', second) };
}
