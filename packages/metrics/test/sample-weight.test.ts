import {
  bindOptions,
  bootstrapInterval,
  classificationReport,
  confusionMatrix,
  cumulativeScoreCurve,
  errorByBin,
  errorByDecade,
  precisionRecallCurve,
  reliabilityCurve,
  rocCurve,
} from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose, readGolden } from './golden';
import { drawRows, metricCases, metricOf } from './metric-cases';

type Values = Record<string, number>;
interface Weighted {
  title: string;
  truth: number[];
  sampleWeight: number[];
}
type LabelGolden = Weighted &
  Values & {
    predicted: number[];
    labels: string[] | null;
    cohenKappa: Values;
    averages: Record<string, Values>;
    binary?: Values;
    confusion: number[][];
    report: Record<string, Values> & { accuracy: number };
    text: string;
  };
type BinaryGolden = Weighted &
  Values & { scores: number[]; roc: object; rocFull: object; precisionRecall: Record<string, number[]> };
type MultiGolden = Weighted &
  Values & { probabilities: number[][]; rocAuc: Values; averagePrecision: Values; topKAccuracy: Values };
type NumberGolden = Weighted & Values & { predicted: number[]; cumulativeScore: Values };

type Row = [truth: number, guess: number[], weight: number];
type Options = Record<string, unknown>;

const columnsOf = (rows: Row[]): [number[], number[]] => [
  rows.map(([truth]) => truth),
  rows.flatMap(([, guess]) => guess),
];
const weighted = (name: string, rows: Row[], options: Options, sampleWeight: number[]): number =>
  metricOf(name)(...columnsOf(rows), { ...options, sampleWeight });

describe('sampleWeight', () => {
  test.each(readGolden<LabelGolden>('sample-weight-labels.json'))(
    'equals scikit-learn for labels: $title',
    (golden) => {
      const { truth, predicted, labels, sampleWeight } = golden;
      const common = { ...(labels && { labels }), sampleWeight };
      const value = (name: string, options: Options = {}): number =>
        metricOf(name)(truth, predicted, { ...common, ...options });
      for (const name of ['accuracy', 'balancedAccuracy', 'matthewsCorrelation'])
        expectClose(value(name), golden[name]);
      expectClose(value('balancedAccuracy', { adjusted: true }), golden.balancedAccuracyAdjusted);
      for (const [weights, expected] of Object.entries(golden.cohenKappa))
        expectClose(value('cohenKappa', { weights }), expected);
      for (const [name, averages] of Object.entries(golden.averages))
        for (const [average, expected] of Object.entries(averages)) expectClose(value(name, { average }), expected);
      for (const [name, expected] of Object.entries(golden.binary ?? {})) expectClose(value(name), expected);
      const matrix = confusionMatrix(truth, predicted, common);
      expectClose(matrix.counts, golden.confusion);
      expect(matrix.total).toBe(sampleWeight.reduce((a, b) => a + b, 0));
      const report = classificationReport(truth, predicted, common);
      expect(String(report)).toBe(golden.text);
      expectClose(report.accuracy, golden.report.accuracy);
      for (const name of report.labels) {
        const { precision, recall, f1Score, support } = report.classes[name] as (typeof report.classes)[string];
        expectClose({ precision, recall, 'f1-score': f1Score, support }, golden.report[name]);
      }
    },
  );

  test.each(readGolden<BinaryGolden>('sample-weight-binary.json'))(
    'equals scikit-learn for scores of one class: $title',
    (golden) => {
      const { truth, scores, sampleWeight } = golden;
      for (const name of ['rocAuc', 'averagePrecision', 'logLoss', 'brierScore', 'expectedCalibrationError'])
        expectClose(metricOf(name)(truth, scores, { sampleWeight }), golden[name], name);
      expectClose(rocCurve(truth, scores, { sampleWeight }), golden.roc);
      expectClose(rocCurve(truth, scores, { sampleWeight, dropIntermediate: false }), golden.rocFull);
      expectClose(precisionRecallCurve(truth, scores, { sampleWeight }), golden.precisionRecall);
    },
  );

  test.each(readGolden<MultiGolden>('sample-weight-multi.json'))(
    'equals scikit-learn for probabilities of several classes: $title',
    (golden) => {
      const { truth, sampleWeight } = golden;
      const value = (name: string, options: Options = {}): number =>
        metricOf(name)(truth, golden.probabilities.flat(), { sampleWeight, ...options });
      for (const name of ['logLoss', 'brierScore', 'expectedCalibrationError'])
        expectClose(value(name), golden[name], name);
      for (const name of ['rocAuc', 'averagePrecision'] as const)
        for (const [average, expected] of Object.entries(golden[name])) expectClose(value(name, { average }), expected);
      for (const [k, expected] of Object.entries(golden.topKAccuracy))
        expectClose(value('topKAccuracy', { k: Number(k) }), expected);
    },
  );

  test.each(readGolden<NumberGolden>('sample-weight-numbers.json'))(
    'equals scikit-learn for numbers: $title',
    (golden) => {
      const { truth, predicted, sampleWeight, cumulativeScore } = golden;
      const names = Object.keys(golden).filter((name) => /Error$|^r2/.test(name));
      expect(names).toHaveLength(6);
      for (const name of names) expectClose(metricOf(name)(truth, predicted, { sampleWeight }), golden[name], name);
      for (const [within, expected] of Object.entries(cumulativeScore)) {
        expectClose(
          metricOf('cumulativeScore')(truth, predicted, { within: Number(within), sampleWeight } as object),
          expected,
        );
        const [point] = cumulativeScoreCurve(truth, predicted, { limits: [Number(within)], sampleWeight });
        expectClose(point?.share, expected);
      }
    },
  );

  test.each(metricCases)('of whole numbers equals repeated rows: %s %j, case %#', (name, options, values, columns) => {
    fc.assert(
      fc.property(drawRows(values, columns), (rows) => {
        const repeated = rows.flatMap((row) => Array.from({ length: row[2] }, () => row));
        const weights = rows.map(([, , weight]) => weight);
        expectClose(weighted(name, rows, options, weights), metricOf(name)(...columnsOf(repeated), options));
      }),
    );
  });

  test.each(metricCases)('of 0 equals a row that is left out: %s %j, case %#', (name, options, values, columns) => {
    fc.assert(
      fc.property(drawRows(values, columns), (rows) => {
        const kept = rows.filter(([, , weight]) => weight > 0);
        const [all, some] = [rows, kept].map((part) => part.map(([, , weight]) => weight * 0.375)) as [
          number[],
          number[],
        ];
        expectClose(weighted(name, rows, options, all), weighted(name, kept, options, some));
      }),
    );
  });

  test.each(metricCases)('matters only by its ratios: %s %j, case %#', (name, options, values, columns) => {
    // Other factors than powers of two round, and the median jumps where half of the weight lies below.
    const factors = name === 'medianAbsoluteError' ? [0.125, 1024] : [0.125, 1024, 0.3, 7];
    // R2 of a single row is undefined, but not that of a row that is repeated.
    const someRows = drawRows(values, columns).filter((rows) => rows.filter(([, , weight]) => weight > 0).length > 1);
    fc.assert(
      fc.property(someRows, fc.constantFrom(...factors), (rows, factor) => {
        const weights = rows.map(([, , weight]) => weight);
        const expected = weighted(name, rows, options, weights);
        const scaled = weights.map((weight) => weight * factor);
        const actual = weighted(name, rows, options, scaled);
        if (Number.isFinite(expected))
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
        else expect(actual).toBe(expected);
      }),
    );
  });

  test('of 1 changes no bit', () => {
    const ones = [1, 1, 1, 1, 1];
    for (const [name, options, values, columns] of metricCases) {
      const rows = ones.map((_, row): Row => [(row * 3) % values, row % 2 ? [0.7, 0.2, 0.1] : [0.3, 0.3, 0.4], 1]);
      const fit = rows.map(([truth, guess], row): Row => [
        truth,
        columns === 1 ? [row % 2] : guess.slice(0, columns),
        1,
      ]);
      if (columns === 2) fit.forEach(([, guess]) => (guess[1] = 1 - (guess[0] ?? 0)));
      expect([name, weighted(name, fit, options, ones)]).toEqual([name, metricOf(name)(...columnsOf(fit), options)]);
    }
  });

  test('weights the bins of curves', () => {
    const sampleWeight = [2, 0, 0.5];
    const [bin] = errorByBin([1, 2, 3], [2, 4, 7], { edges: [0, 10], sampleWeight });
    expect(bin).toMatchObject({ count: 2.5, meanAbsoluteError: 4 / 2.5, meanError: 4 / 2.5 });
    expect(errorByDecade([1, 95, 3], [2, 4, 7], { sampleWeight })).toEqual([bin]);
    const [, point] = reliabilityCurve([1, 0, 1], [0.9, 0.8, 0.7], { bins: 2, positive: 1, sampleWeight });
    expect(point?.count).toBe(2.5);
    expectClose(point?.confidence, (2 * 0.9 + 0.5 * 0.7) / 2.5);
    expect(point?.accuracy).toBe(1);
  });

  test.each(['percentile', 'bca'] as const)('goes with its row into resamples: %s', (method) => {
    const [truth, predicted] = [0, 1].map((salt) => Array.from({ length: 30 }, (_, row) => ((row * 7 + salt) % 9) / 2));
    const sampleWeight = Array.from({ length: 30 }, (_, row) => (row * 5) % 4);
    const columns: [number[], number[]] = [truth as number[], predicted as number[]];
    const metric = metricOf('meanAbsoluteError');
    const options = { resamples: 50, seed: 3, method };
    expectClose(
      bootstrapInterval(bindOptions(metric, { sampleWeight }), columns, options),
      bootstrapInterval(
        (t: number[], p: number[], w: number[]) => metric(t, p, { sampleWeight: w }),
        [...columns, sampleWeight],
        options,
      ),
    );
  });

  const all = [...new Set(metricCases.map(([name]) => name))];
  const curves = { classificationReport, confusionMatrix, cumulativeScoreCurve, errorByDecade, precisionRecallCurve };
  const others = { ...curves, reliabilityCurve, rocCurve, errorByBin } as unknown as Record<
    string,
    ReturnType<typeof metricOf>
  >;
  test.each<[string, unknown, string, string]>([
    ['negative', [1, -1], '"sampleWeight" must hold finite numbers of at least 0', '-1 in row 1'],
    ['NaN', [NaN, 1], '"sampleWeight" must hold finite numbers of at least 0', 'NaN in row 0'],
    ['infinite', [1, Infinity], '"sampleWeight" must hold finite numbers of at least 0', 'Infinity in row 1'],
    ['null', [1, null], '"sampleWeight" must hold finite numbers of at least 0', 'null in row 1'],
    ['text', [1, '2'], '"sampleWeight" must hold finite numbers of at least 0', '"2" in row 1'],
    ['too few', [1], '"sampleWeight" must have as many values as there are rows (2)', '1'],
    ['all 0', [0, 0], '"sampleWeight" must hold a number above 0', 'only 0'],
    ['not a list', 2, '"sampleWeight" must be an array or a typed array', '2'],
  ])('is rejected by every function that takes it: %s', (_, sampleWeight, expected, received) => {
    for (const name of [...all, ...Object.keys(others)]) {
      const options = { sampleWeight, ...(name === 'errorByBin' && { edges: [0, 2] }) } as object;
      const guesses = name === 'topKAccuracy' ? [0.2, 0.8, 0.5, 0.5] : [0, 1];
      expect(() => (others[name] ?? metricOf(name))([0, 1], guesses, options)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', where: name, expected, received }),
      );
    }
  });
});
