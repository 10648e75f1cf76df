import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  type BootstrapInterval,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  expectedCalibrationError,
  logLoss,
  precisionRecallCurve,
  reliabilityCurve,
  type ReliabilityBin,
  rocAuc,
  rocCurve,
  bindOptions,
} from '@polyhead/metrics';
import type { ClassificationResult } from '../input/report-input';
import { reliableInterval } from './reliable-interval';
import { hit, intervalOfMean } from './many-tasks';
import type { NumberOptions } from './number-options';
import { downsampleCurve } from './downsample-curve';

/**
 * Bins of confidence of the diagram and of the one number of it, so that they tell the same; as many as Guo et al.
 * (2017).
 */
const calibrationBins = 15;

/** What a report knows of a classification. */
export interface ClassificationAnalysis {
  readonly type: 'classification';
  readonly name: string;
  /** Place in the palette. */
  readonly series: number;
  readonly rows: number;
  readonly labels: readonly string[];
  /** Share of right answers, with its interval; NaN ends where there are too few rows. */
  readonly accuracy: BootstrapInterval;
  /** What always answering the most frequent class would reach. */
  readonly baseline: { readonly label: string; readonly accuracy: number };
  readonly balancedAccuracy: number;
  readonly report: ClassificationReport;
  /** scikit-learn's table. */
  readonly reportText: string;
  /** [classes][classes], row = truth. */
  readonly confusion: readonly (readonly number[])[];
  /** Most frequent mistakes first. */
  readonly confusedPairs: readonly ConfusedPair[];
  /** What needs probabilities; absent without. */
  readonly scores?: ScoreAnalysis;
}

/** One kind of mistake. */
export interface ConfusedPair {
  readonly truth: string;
  readonly predicted: string;
  readonly count: number;
  /** Of the rows of the true class. */
  readonly share: number;
}

/** What probabilities tell. */
export interface ScoreAnalysis {
  /** Mean over classes, each against all others. */
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly logLoss: number;
  readonly expectedCalibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  /**
   * Curves of each class against all others, thinned to about 100 points, or 50 where there are many tasks; classes that never or always occur are left
   * out.
   */
  readonly curves: readonly ClassCurves[];
}

/** Curves of one class against all others. */
export interface ClassCurves {
  readonly label: string;
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
  readonly recall: readonly number[];
  readonly precision: readonly number[];
}

/** Everything about a classification that the page shows. */
export function analyzeClassification(
  task: ClassificationResult & { readonly name: string; readonly series: number },
  options: NumberOptions,
): ClassificationAnalysis {
  const { name, series, labels, truth, predicted, probabilities } = task;
  const report = classificationReport(truth, predicted, { labels });
  const { counts } = confusionMatrix(truth, predicted, { labels });
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const most = totals.indexOf(Math.max(...totals));
  return {
    type: 'classification',
    name,
    series,
    rows: truth.length,
    labels,
    accuracy: reliableInterval(intervalOfMean(bindOptions(accuracy, { labels }), [truth, predicted], hit, options), {
      count: truth.length,
      fewest: options.minGroupSize,
      share: true,
    }),
    baseline: { label: labels[most] ?? '', accuracy: (totals[most] ?? NaN) / truth.length },
    balancedAccuracy: balancedAccuracy(truth, predicted, { labels }),
    report,
    reportText: report.toString(),
    confusion: counts,
    confusedPairs: confusedPairs(labels, counts, totals),
    ...(probabilities === undefined
      ? {}
      : { scores: analyzeScores(labels, truth, probabilities, options.isLarge ? 50 : 100) }),
  };
}

function confusedPairs(
  labels: readonly string[],
  counts: readonly (readonly number[])[],
  totals: readonly number[],
): ConfusedPair[] {
  const pairs = counts.flatMap((row, i) =>
    row.map((count, j) => ({
      truth: labels[i] ?? '',
      predicted: labels[j] ?? '',
      count,
      share: count / (totals[i] ?? NaN),
      same: i === j,
    })),
  );
  const mistakes = pairs.filter(({ same, count }) => !same && count > 0).sort((a, b) => b.count - a.count);
  return mistakes.map(({ truth, predicted, count, share }) => ({ truth, predicted, count, share }));
}

function analyzeScores(
  labels: readonly string[],
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  points: number,
): ScoreAnalysis {
  const curves = labels.flatMap((label, place): ClassCurves[] => {
    const positive = Array.from(truth, (index) => (index === place ? 1 : 0));
    const count = positive.reduce<number>((sum, one) => sum + one, 0);
    if (count === 0 || count === positive.length) return [];
    const scores = Float64Array.from(
      { length: truth.length },
      (_, row) => probabilities[row * labels.length + place] ?? NaN,
    );
    const roc = rocCurve(positive, scores);
    const recalls = precisionRecallCurve(positive, scores);
    const [falsePositiveRate, truePositiveRate] = downsampleCurve(roc.falsePositiveRate, roc.truePositiveRate, points);
    const [recall, precision] = downsampleCurve(recalls.recall, recalls.precision, points);
    return [
      {
        label,
        rocAuc: rocAuc(positive, scores),
        averagePrecision: averagePrecision(positive, scores),
        falsePositiveRate,
        truePositiveRate,
        recall,
        precision,
      },
    ];
  });
  const mean = (key: 'rocAuc' | 'averagePrecision'): number =>
    curves.reduce((sum, curve) => sum + curve[key], 0) / curves.length;
  return {
    rocAuc: mean('rocAuc'),
    averagePrecision: mean('averagePrecision'),
    logLoss: logLoss(truth, probabilities, { labels }),
    expectedCalibrationError: expectedCalibrationError(truth, probabilities, { labels, bins: calibrationBins }),
    reliability: reliabilityCurve(truth, probabilities, { labels, bins: calibrationBins }),
    curves,
  };
}
