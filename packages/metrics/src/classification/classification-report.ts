import type { ClassScores } from './class-scores';
import { averageScores, scoresPerClass } from './class-scores';
import { sum, countClasses } from './class-counts';
import { checkNames } from '../input/check-names';
import { checkZeroDivision } from '../input/check-zero-division';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { formatValue, invalidArgument } from '@polyhead/core';
import type { Label, LabelOptions } from '../input/columns';
import { readSampleWeight, type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { formatReport } from './format-report';

export type { ClassScores };

/** Options of `classificationReport`. */
export interface ClassificationReportOptions<Name extends string = string, Shown extends Name = Name>
  extends LabelOptions<Name>, SampleWeightOptions {
  /**
   * The classes to report on, in order (scikit-learn's `labels`); rows of others still count as mistakes. Default: all.
   */
  only?: readonly Shown[];
  /** Digits after the decimal point in `toString()`, 0 to 100. Default: 2. */
  digits?: number;
  /** Value of a score whose denominator is 0: 0, 1 or NaN (then left out of averages). Default: 0. */
  zeroDivision?: number;
}

const optionNames = {
  labels: true,
  only: true,
  digits: true,
  zeroDivision: true,
  ...sampleWeightNames,
} satisfies Record<keyof ClassificationReportOptions, true>;

/** Scores per class and their averages; `toString()` is scikit-learn's table. */
export interface ClassificationReport<Name extends string = string> {
  /** Names of the reported classes, in order. */
  readonly labels: readonly Name[];
  /** Scores by class name. */
  readonly classes: Readonly<Record<Name, ClassScores>>;
  /** Share of rows that are right; absent when `only` leaves out a class that occurs. */
  readonly accuracy?: number;
  /** Scores of all counts together; present only where `accuracy` is absent (otherwise they are equal). */
  readonly microAverage?: ClassScores;
  /** Plain mean over classes. */
  readonly macroAverage: ClassScores;
  /** Mean over classes, weighted by support. */
  readonly weightedAverage: ClassScores;
  /** The table as text, equal to scikit-learn's to the character. */
  toString(): string;
}

/**
 * Precision, recall, F1 and support of every class, with averages: scikit-learn's `classification_report`.
 *
 * @param truth - Class indices or names, one per row.
 * @param predicted - Predicted class indices or names, one per row.
 * @param options - Class names, classes to report, digits, value of 0/0, weights of the rows.
 * @returns Scores keyed by class name; with literal `labels` a misspelled class does not compile.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths differ, a label is unknown, or an option is
 *   unknown or out of range.
 *
 * @example
 * ```ts
 * import { classificationReport } from '@polyhead/metrics';
 * const report = classificationReport([0, 1, 1, 0], [0, 1, 0, 0], { labels: ['female', 'male'] });
 * report.classes.male.recall; // 0.5
 * report.toString(); // the table
 * ```
 */
export function classificationReport<const Name extends string = string, const Shown extends Name = Name>(
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: ClassificationReportOptions<Name, Shown> = {},
): ClassificationReport<Shown> {
  const where = 'classificationReport';
  const { labels, only, digits = 2, zeroDivision = 0, sampleWeight } = readOptions(where, options, optionNames);
  checkOptions(where, digits, zeroDivision);
  const pair = readLabelPair(where, truth, predicted, labels);
  const counts = countClasses(pair, readSampleWeight(where, sampleWeight, pair.truth.length));
  const shown = only ?? (counts.names as readonly Shown[]);
  const classes = indicesOf(where, shown, counts.names);
  const perClass = scoresPerClass(counts, classes, zeroDivision);
  const isLeftOut = counts.names.some(
    (_, c) => !classes.includes(c) && (counts.truthTotals[c] as number) + (counts.predictedTotals[c] as number) > 0,
  );
  const micro = averageScores(counts, classes, 'micro', zeroDivision);
  const report: ClassificationReport<Shown> = {
    labels: [...shown],
    classes: Object.fromEntries(shown.map((name, i) => [name, perClass[i]])) as Record<Shown, ClassScores>,
    ...(isLeftOut ? { microAverage: micro } : { accuracy: micro.f1Score }),
    macroAverage: averageScores(counts, classes, 'macro', zeroDivision),
    weightedAverage: averageScores(counts, classes, 'weighted', zeroDivision),
  };
  const format = { digits, hasFractionalSupport: sampleWeight !== undefined || sum(counts.hits) === 0 };
  // Not enumerable, so that a report can be cloned, compared and written as JSON like plain data.
  return Object.defineProperty(report, 'toString', { value: () => formatReport(report, format) });
}

function checkOptions(where: string, digits: number, zeroDivision: number): void {
  checkZeroDivision(where, zeroDivision);
  if (!Number.isInteger(digits) || digits < 0 || digits > 100) {
    throw invalidArgument(where, '"digits" must be a whole number from 0 to 100', digits, 'Leave it out for 2.');
  }
}

function indicesOf(where: string, shown: readonly string[], names: readonly string[]): number[] {
  if (shown !== names) checkNames(where, shown, 'only');
  return shown.map((name) => {
    const index = names.indexOf(name);
    if (index < 0)
      throw invalidArgument(
        where,
        `"only" must name classes among ${names.map((n) => JSON.stringify(n)).join(', ')}`,
        formatValue(name),
        'Correct the name.',
      );
    return index;
  });
}
