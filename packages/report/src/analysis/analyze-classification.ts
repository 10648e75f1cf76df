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
import { canResample, hit, intervalOfMean, maxCurvePoints } from './many-tasks';
import type { NumberOptions } from './number-options';
import { downsampleCurve } from './downsample-curve';
import { rankedClasses } from './ranked-classes';

/**
 * Bins of confidence of the diagram and of the one number of it, so that they tell the same; as many as Guo et al.
 * (2017).
 */
const calibrationBins = 15;
/** Kinds of mistakes that are listed. */
const mostPairs = 1000;
/** Curves in a figure that cannot show all classes. */
const mostCurves = 7;

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
  /** [shown][shown], row = truth. */
  readonly confusion: readonly (readonly number[])[];
  /** The classes that `confusion` and the curves are about, if there are too many for all of them. */
  readonly shown?: {
    readonly labels: readonly string[];
    /** Rows of each of these classes. */
    readonly totals: readonly number[];
  };
  /** Most frequent mistakes first, at most 1,000. */
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
  /**
   * Mean over classes, each against all others; of the most frequent classes if there are too many rows and classes.
   */
  readonly rocAuc: number;
  readonly averagePrecision: number;
  /** Classes that these means are about, if not about all. */
  readonly averaged?: number;
  readonly logLoss: number;
  readonly expectedCalibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  /**
   * Curves of each class against all others, thinned to about 100 points, or 50 where there are many tasks; classes
   * that never or always occur are left out.
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
  options: NumberOptions & { readonly maxClasses: number },
): ClassificationAnalysis {
  const { name, series, labels, truth, predicted, probabilities } = task;
  const report = classificationReport(truth, predicted, { labels });
  const { counts } = confusionMatrix(truth, predicted, { labels });
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const most = totals.indexOf(Math.max(...totals));
  const places = shownClasses(counts, totals, options.maxClasses);
  return {
    type: 'classification',
    name,
    series,
    rows: truth.length,
    labels,
    accuracy: reliableInterval(
      intervalOfMean(bindOptions(accuracy, { labels }), [truth, predicted], hit, {
        ...options,
        isResampled: canResample(truth.length, 1, options),
      }),
      {
        count: truth.length,
        fewest: options.minGroupSize,
        share: true,
      },
    ),
    baseline: { label: labels[most] ?? '', accuracy: (totals[most] ?? NaN) / truth.length },
    balancedAccuracy: balancedAccuracy(truth, predicted, { labels }),
    report,
    reportText: report.toString(),
    ...shownConfusion(labels, counts, totals, places),
    confusedPairs: confusedPairs(labels, counts, totals),
    ...(probabilities === undefined
      ? {}
      : { scores: analyzeScores(task, probabilities, places, maxCurvePoints(options.tasks)) }),
  };
}

/** Places of all classes, or of those with most mistakes, most first, if there are more than `most`. */
function shownClasses(counts: readonly (readonly number[])[], totals: readonly number[], most: number): number[] {
  const all = totals.map((_, place) => place);
  if (all.length <= most) return all;
  const wrong = all.map((place) => (totals[place] ?? 0) - (counts[place]?.[place] ?? 0));
  return all.sort((a, b) => (wrong[b] ?? 0) - (wrong[a] ?? 0)).slice(0, most);
}

function shownConfusion(
  labels: readonly string[],
  counts: readonly (readonly number[])[],
  totals: readonly number[],
  places: readonly number[],
): Pick<ClassificationAnalysis, 'confusion' | 'shown'> {
  if (places.length === labels.length) return { confusion: counts };
  return {
    confusion: places.map((row) => places.map((column) => counts[row]?.[column] ?? 0)),
    shown: { labels: places.map((place) => labels[place] ?? ''), totals: places.map((place) => totals[place] ?? 0) },
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
  return mistakes.slice(0, mostPairs).map(({ truth, predicted, count, share }) => ({ truth, predicted, count, share }));
}

function analyzeScores(
  { labels, truth }: ClassificationResult,
  probabilities: ArrayLike<number>,
  shown: readonly number[],
  points: number,
): ScoreAnalysis {
  const drawn = new Set(shown.length === labels.length ? shown : shown.slice(0, mostCurves));
  const ranked = rankedClasses(labels, truth, shown);
  const areas: Pick<ClassCurves, 'rocAuc' | 'averagePrecision'>[] = [];
  const curves = ranked.flatMap((place): ClassCurves[] => {
    const label = labels[place] ?? '';
    const [positive, scores] = [new Float64Array(truth.length), new Float64Array(truth.length)];
    let count = 0;
    for (let row = 0; row < truth.length; row++) {
      positive[row] = truth[row] === place ? 1 : 0;
      count += positive[row] as number;
      scores[row] = probabilities[row * labels.length + place] ?? NaN;
    }
    if (count === 0 || count === positive.length) return [];
    const area = { rocAuc: rocAuc(positive, scores), averagePrecision: averagePrecision(positive, scores) };
    areas.push(area);
    if (!drawn.has(place)) return [];
    const roc = rocCurve(positive, scores);
    const recalls = precisionRecallCurve(positive, scores);
    const [falsePositiveRate, truePositiveRate] = downsampleCurve(roc.falsePositiveRate, roc.truePositiveRate, points);
    const [recall, precision] = downsampleCurve(recalls.recall, recalls.precision, points);
    return [
      {
        label,
        ...area,
        falsePositiveRate,
        truePositiveRate,
        recall,
        precision,
      },
    ];
  });
  const mean = (key: 'rocAuc' | 'averagePrecision'): number =>
    areas.reduce((sum, area) => sum + area[key], 0) / areas.length;
  return {
    rocAuc: mean('rocAuc'),
    averagePrecision: mean('averagePrecision'),
    ...(ranked.length < labels.length ? { averaged: ranked.length } : {}),
    logLoss: logLoss(truth, probabilities, { labels }),
    expectedCalibrationError: expectedCalibrationError(truth, probabilities, { labels, bins: calibrationBins }),
    reliability: reliabilityCurve(truth, probabilities, { labels, bins: calibrationBins }),
    curves,
  };
}
