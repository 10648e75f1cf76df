import {
  type BootstrapInterval,
  cumulativeScoreCurve,
  type CumulativeScorePoint,
  errorByBin,
  errorByDecade,
  type ErrorBin,
  meanAbsoluteError,
  meanError,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
} from '@polyhead/metrics';
import { median } from './median';
import { niceBinEdges } from './nice-bin-edges';
import type { RegressionResult } from '../input/report-input';
import { reliableInterval } from './reliable-interval';
import { absoluteError, canResample, intervalOfMean } from './many-tasks';
import type { NumberOptions } from './number-options';
import { invalidArgument } from '@polyhead/core';

/** What a report knows of a regression; all errors are in `unit`. */
export interface RegressionAnalysis {
  readonly type: 'regression';
  readonly name: string;
  /** Place in the palette. */
  readonly series: number;
  /** Rows with finite truth and prediction; all numbers are about these. */
  readonly rows: number;
  /** Rows that are left out because a number is not finite. */
  readonly notFinite: number;
  readonly unit: string;
  /** With its interval; NaN ends where there are too few rows. */
  readonly meanAbsoluteError: BootstrapInterval;
  /** What always answering the median of the truth would reach. */
  readonly baseline: { readonly answer: number; readonly meanAbsoluteError: number };
  readonly medianAbsoluteError: number;
  readonly rootMeanSquaredError: number;
  /** Mean of prediction - truth. */
  readonly meanError: number;
  readonly r2Score: number;
  readonly cumulativeScore: readonly CumulativeScorePoint[];
  /** By decade for years, else by about a dozen bins of the true value. */
  readonly errorByBin: readonly ErrorBin[];
}

/** Everything about a regression that the page shows. */
export function analyzeRegression(
  task: RegressionResult & { readonly name: string; readonly series: number },
  options: NumberOptions,
): RegressionAnalysis {
  const { name, series, unit = '' } = task;
  const { truth, predicted } = finiteRows(name, task);
  const middle = median([...truth]);
  return {
    type: 'regression',
    name,
    series,
    rows: truth.length,
    notFinite: task.truth.length - truth.length,
    unit,
    meanAbsoluteError: reliableInterval(
      intervalOfMean(meanAbsoluteError, [truth, predicted], absoluteError, {
        ...options,
        isResampled: canResample(task.truth.length, 1, options),
      }),
      {
        count: truth.length,
        fewest: options.minGroupSize,
        share: false,
      },
    ),
    baseline: {
      answer: middle,
      meanAbsoluteError: meanAbsoluteError(
        truth,
        truth.map(() => middle),
      ),
    },
    medianAbsoluteError: medianAbsoluteError(truth, predicted),
    rootMeanSquaredError: rootMeanSquaredError(truth, predicted),
    meanError: meanError(truth, predicted),
    r2Score: truth.length < 2 ? NaN : r2Score(truth, predicted),
    cumulativeScore: cumulativeScoreCurve(truth, predicted, { limits: limits(truth, predicted, unit) }),
    errorByBin:
      unit === 'years' && truth.every((age) => Math.abs(age) < 1000)
        ? errorByDecade(truth, predicted)
        : errorByBin(truth, predicted, { edges: openEdges(truth) }),
  };
}

/** Rows where both numbers are finite. Throws if there is none. */
export function finiteRows(
  name: string,
  { truth, predicted }: { readonly truth: ArrayLike<number>; readonly predicted: ArrayLike<number> },
): { truth: Float64Array; predicted: Float64Array } {
  const kept = Array.from(truth, (_, row) => row).filter(
    (row) => Number.isFinite(truth[row]) && Number.isFinite(predicted[row]),
  );
  if (kept.length === 0)
    throw invalidArgument(
      'renderReport',
      `expected finite numbers in "result.${name}"`,
      `${truth.length} rows without any`,
      'Did training end with NaN?',
    );
  return {
    truth: Float64Array.from(kept, (row) => truth[row] ?? NaN),
    predicted: Float64Array.from(kept, (row) => predicted[row] ?? NaN),
  };
}

/** Whole years up to 20; else 40 steps up to where 95 of 100 errors lie. */
function limits(truth: Float64Array, predicted: Float64Array, unit: string): number[] {
  if (unit === 'years') return Array.from({ length: 21 }, (_, year) => year);
  const errors = truth.map((value, row) => Math.abs(value - (predicted[row] ?? NaN))).sort();
  const most = errors[Math.floor(0.95 * (errors.length - 1))] ?? 0;
  return Array.from({ length: 41 }, (_, step) => ((most === 0 ? 1 : most) * step) / 40);
}

/** Edges whose last bin holds the largest value: a bin does not hold its upper edge. */
function openEdges(truth: Float64Array): number[] {
  const edges = niceBinEdges([...truth], 12);
  const [first = 0, second = 1, last = 1] = [edges[0], edges[1], edges.at(-1)];
  return truth.some((value) => value >= last) ? [...edges, last + second - first] : edges;
}
