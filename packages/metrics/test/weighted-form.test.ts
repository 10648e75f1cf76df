import * as metrics from '@polyhead/metrics';
import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  bootstrapInterval,
  bootstrapDistribution,
  brierScore,
  cohenKappa,
  cumulativeScore,
  defineMetric,
  expectedCalibrationError,
  f1Score,
  logLoss,
  matthewsCorrelation,
  meanAbsoluteError,
  meanError,
  meanSquaredError,
  medianAbsoluteError,
  pairedBootstrap,
  precision,
  r2Score,
  recall,
  rocAuc,
  rootMeanSquaredError,
  topKAccuracy,
  bindOptions,
} from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose } from './golden';

type Form = (truth: number[], guesses: number[]) => number;

const labels = ['a', 'b', 'c'];
const binary = { labels: ['a', 'b'] };
const forms: [
  string,
  Form & { weighted?: metrics.WeightedMetric<[number[], number[]]> },
  values: number,
  columns: number,
][] = [
  ['accuracy', bindOptions(accuracy, { labels }), 3, 1],
  ['meanAbsoluteError', meanAbsoluteError, 80, 1],
  ['balancedAccuracy', balancedAccuracy, 3, 1],
  ['balancedAccuracy', bindOptions(balancedAccuracy, { labels, adjusted: true }), 3, 1],
  ['brierScore', bindOptions(brierScore, binary), 2, 1],
  ['brierScore', bindOptions(brierScore, binary), 2, 2],
  ['brierScore', brierScore, 3, 3],
  ['cohenKappa', cohenKappa, 3, 1],
  ['cohenKappa', bindOptions(cohenKappa, { weights: 'quadratic' }), 5, 1],
  ['cohenKappa', bindOptions(cohenKappa, { labels, weights: 'linear' }), 3, 1],
  ['cumulativeScore', bindOptions(cumulativeScore, { within: 10 }), 80, 1],
  ['expectedCalibrationError', bindOptions(expectedCalibrationError, binary), 2, 1],
  ['expectedCalibrationError', bindOptions(expectedCalibrationError, { bins: 4 }), 3, 3],
  ['f1Score', bindOptions(f1Score, { average: 'macro' }), 3, 1],
  ['f1Score', bindOptions(f1Score, { average: 'macro', labels, zeroDivision: NaN }), 3, 1],
  ['f1Score', bindOptions(f1Score, { average: 'weighted' }), 3, 1],
  ['f1Score', f1Score, 2, 1],
  ['logLoss', logLoss, 2, 1],
  ['logLoss', bindOptions(logLoss, { labels }), 3, 3],
  ['matthewsCorrelation', matthewsCorrelation, 3, 1],
  ['meanError', meanError, 80, 1],
  ['meanSquaredError', meanSquaredError, 80, 1],
  ['medianAbsoluteError', medianAbsoluteError, 80, 1],
  ['precision', bindOptions(precision, { average: 'micro' }), 3, 1],
  ['precision', bindOptions(precision, { ...binary, positive: 'a', zeroDivision: 1 }), 2, 1],
  ['r2Score', r2Score, 3, 1],
  ['r2Score', r2Score, 80, 1],
  ['recall', bindOptions(recall, { average: 'macro', zeroDivision: NaN }), 3, 1],
  ['rootMeanSquaredError', rootMeanSquaredError, 80, 1],
  ['topKAccuracy', topKAccuracy, 3, 3],
  ['rocAuc', bindOptions(rocAuc, binary), 2, 1],
  ['rocAuc', bindOptions(rocAuc, { labels }), 3, 3],
  ['rocAuc', bindOptions(rocAuc, { labels, average: 'weighted' }), 3, 3],
  ['rocAuc', bindOptions(rocAuc, { labels, multiClass: 'one-vs-one' }), 3, 3],
  ['rocAuc', bindOptions(rocAuc, { labels, multiClass: 'one-vs-one', average: 'weighted' }), 3, 3],
  ['rocAuc', bindOptions(rocAuc, { labels, positive: 'b' }), 3, 3],
  ['averagePrecision', bindOptions(averagePrecision, binary), 2, 1],
  ['averagePrecision', bindOptions(averagePrecision, { labels }), 3, 3],
  ['averagePrecision', bindOptions(averagePrecision, { labels, average: 'weighted' }), 3, 3],
];

/** Rows of truth, of guesses (shares that add up to 1 where there are several) and of weights that are not all 0. */
function drawRows(values: number, columns: number) {
  const guess = fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: columns, maxLength: columns })
    .map((parts) =>
      columns === 1 ? [(parts[0] ?? 0) % values] : parts.map((part) => part / parts.reduce((a, b) => a + b, 0)),
    );
  return fc
    .array(fc.tuple(fc.nat(values - 1), guess, fc.nat(3)), { minLength: 1, maxLength: 25 })
    .filter((rows) => rows.some(([, , weight]) => weight > 0));
}

describe('the weighted form of a metric', () => {
  test.each(forms)(
    'equals the metric on rows that are repeated as often: %s, case %#',
    (_, metric, values, columns) => {
      fc.assert(
        fc.property(drawRows(values, columns), (rows) => {
          const repeated = rows.flatMap(([truth, guess, weight]) =>
            Array.from({ length: weight }, () => [truth, guess] as const),
          );
          const weighted = metric.weighted?.(
            rows.map(([truth]) => truth),
            rows.flatMap(([, guess]) => guess),
          );
          expectClose(
            weighted?.(Uint32Array.from(rows, ([, , weight]) => weight)),
            metric(
              repeated.map(([truth]) => truth),
              repeated.flatMap(([, guess]) => guess),
            ),
          );
        }),
      );
    },
  );

  test.each(forms)(
    'gives the values without each row as those of weights do, where it tells them itself: %s, case %#',
    (_, metric, values, columns) => {
      fc.assert(
        fc.property(
          drawRows(values, columns).filter((rows) => rows.length > 1),
          (rows) => {
            const weighted = metric.weighted?.(
              rows.map(([truth]) => truth),
              rows.flatMap(([, guess]) => guess),
            );
            const asked = rows.map((_, out) => weighted?.(Uint32Array.from(rows, (_, row) => (row === out ? 0 : 1))));
            if (weighted?.leaveOneOut !== undefined) expectClose([...weighted.leaveOneOut()], asked);
          },
        ),
      );
    },
  );

  test('is there for every metric that gives one number', () => {
    const without = Object.entries(metrics).flatMap(([name, metric]) =>
      'higherIsBetter' in metric && !('weighted' in metric) ? [name] : [],
    );
    expect(without).toEqual([]);
  });

  test('is shown for every metric that has one', () => {
    const having = Object.entries(metrics).flatMap(([name, metric]) => ('weighted' in metric ? [name] : []));
    expect(having).toEqual([...new Set(forms.map(([name]) => name))].sort());
  });

  test.each(['percentile', 'bca'] as const)(
    'gives the same resamples and interval as the metric alone: %s',
    (method) => {
      const truth = Array.from({ length: 60 }, (_, row) => ((row * 7) % 3) % 2);
      const scores = truth.map((label, row) => (label + ((row * 13) % 10)) / 12);
      const columns: [number[], number[]] = [truth, scores];
      const alone = (t: number[], s: number[]): number => rocAuc(t, s);
      const draws = { resamples: 80, seed: 3 };
      const options = { ...draws, method };
      expectClose(bootstrapDistribution(rocAuc, columns, draws), bootstrapDistribution(alone, columns, draws));
      expectClose(bootstrapInterval(rocAuc, columns, options), bootstrapInterval(alone, columns, options));
      const second = scores.map((score, row) => (row % 5 === 0 ? 1 - score : score));
      expectClose(
        pairedBootstrap(rocAuc, truth, scores, second, options),
        pairedBootstrap(alone, truth, scores, second, options),
      );
    },
  );

  test("of a metric of one's own takes its place, and does not pass on to metrics made of its facts", () => {
    let asked = 0;
    const facts = { title: 'rows', higherIsBetter: true, best: 1, range: [0, 1] } as const;
    const ones = defineMetric(facts, (truth: ArrayLike<number>) => (truth.length > 0 ? 1 : 0), {
      weighted: () => () => ((asked += 1), 1),
    });
    expect(bootstrapInterval(ones, [[1, 2, 3]], { resamples: 10 })).toMatchObject({ value: 1, low: 1, high: 1 });
    expect(asked).toBe(10);
    expect('weighted' in defineMetric(ones, (truth: ArrayLike<number>) => truth.length)).toBe(false);
  });

  test('is not asked for the values without each row where it tells them itself, for one metric or for two networks', () => {
    const calls = { values: 0, leaveOneOut: 0 };
    const weighted = (truth: ArrayLike<number>) => {
      const valueOf = (weights: Uint32Array) => ((calls.values += 1), (truth[0] as number) * (weights[0] as number));
      return Object.assign(valueOf, { leaveOneOut: () => ((calls.leaveOneOut += 1), Float64Array.of(0, 1, 1, 1)) });
    };
    const metric = defineMetric(
      { title: 'first', higherIsBetter: true, best: 1, range: [0, 1] },
      (truth: ArrayLike<number>, guesses: ArrayLike<number>) => truth.length - guesses.length,
      { weighted },
    );
    bootstrapInterval(
      metric,
      [
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ],
      { resamples: 50, method: 'bca' },
    );
    expect(calls).toEqual({ values: 50, leaveOneOut: 1 });
    pairedBootstrap(metric, [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], { resamples: 50, method: 'bca' });
    expect(calls).toEqual({ values: 150, leaveOneOut: 3 });
  });

  test('reads the columns once for all resamples, and once more for all rows that are left out', () => {
    const calls = { plain: 0, reads: 0, values: 0 };
    const weighted = () => ((calls.reads += 1), (weights: Uint32Array) => ((calls.values += 1), weights[0] as number));
    const metric = defineMetric(
      { title: 'first', higherIsBetter: true, best: 1, range: [0, 1] },
      (truth: ArrayLike<number>) => ((calls.plain += 1), truth.length),
      { weighted },
    );
    bootstrapInterval(metric, [[1, 2, 3, 4]], { resamples: 50, method: 'bca' });
    expect(calls).toEqual({ plain: 1, reads: 2, values: 54 });
  });
});
