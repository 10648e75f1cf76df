import * as metrics from '@polyhead/metrics';
import {
  bindOptions,
  bootstrapDistribution,
  bootstrapInterval,
  defineMetric,
  pairedBootstrap,
  rocAuc,
} from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose } from './golden';
import { drawRows, metricCases, metricOf } from './metric-cases';

describe('the weighted form of a metric', () => {
  test.each(metricCases)(
    'equals the metric on rows that are repeated as often: %s %j, case %#',
    (name, options, values, columns) => {
      const metric = bindOptions(metricOf(name), options);
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
            weighted?.(Float64Array.from(rows, ([, , weight]) => weight)),
            metric(
              repeated.map(([truth]) => truth),
              repeated.flatMap(([, guess]) => guess),
            ),
          );
        }),
      );
    },
  );

  test.each(metricCases)(
    'returns from leaveOneOut what it returns for weights: %s %j, case %#',
    (name, options, values, columns) => {
      const metric = bindOptions(metricOf(name), options);
      fc.assert(
        fc.property(
          drawRows(values, columns).filter((rows) => rows.length > 1),
          (rows) => {
            const weighted = metric.weighted?.(
              rows.map(([truth]) => truth),
              rows.flatMap(([, guess]) => guess),
            );
            const asked = rows.map((_, out) => weighted?.(Float64Array.from(rows, (_, row) => (row === out ? 0 : 1))));
            if (weighted?.leaveOneOut !== undefined) expectClose([...weighted.leaveOneOut()], asked);
          },
        ),
      );
    },
  );

  test('exists for every metric that returns one number', () => {
    const without = Object.entries(metrics).flatMap(([name, metric]) =>
      'higherIsBetter' in metric && !('weighted' in metric) ? [name] : [],
    );
    expect(without).toEqual([]);
  });

  test('is tested for every metric that has one', () => {
    const having = Object.entries(metrics).flatMap(([name, metric]) => ('weighted' in metric ? [name] : []));
    expect(having).toEqual([...new Set(metricCases.map(([name]) => name))].sort());
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

  test('of a custom metric is used by bootstrapInterval, and is not passed on to metrics with the same facts', () => {
    let asked = 0;
    const facts = { title: 'rows', higherIsBetter: true, best: 1, range: [0, 1] } as const;
    const ones = defineMetric(facts, (truth: ArrayLike<number>) => (truth.length > 0 ? 1 : 0), {
      weighted: () => () => ((asked += 1), 1),
    });
    expect(bootstrapInterval(ones, [[1, 2, 3]], { resamples: 10 })).toMatchObject({ value: 1, low: 1, high: 1 });
    expect(asked).toBe(10);
    expect('weighted' in defineMetric(ones, (truth: ArrayLike<number>) => truth.length)).toBe(false);
  });

  test('is not evaluated row by row if it has leaveOneOut, for one metric or for two networks', () => {
    const calls = { values: 0, leaveOneOut: 0 };
    const weighted = (truth: ArrayLike<number>) => {
      const valueOf = (weights: Float64Array) => ((calls.values += 1), (truth[0] as number) * (weights[0] as number));
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
    const weighted = () => ((calls.reads += 1), (weights: Float64Array) => ((calls.values += 1), weights[0] as number));
    const metric = defineMetric(
      { title: 'first', higherIsBetter: true, best: 1, range: [0, 1] },
      (truth: ArrayLike<number>) => ((calls.plain += 1), truth.length),
      { weighted },
    );
    bootstrapInterval(metric, [[1, 2, 3, 4]], { resamples: 50, method: 'bca' });
    expect(calls).toEqual({ plain: 1, reads: 2, values: 54 });
  });
});
