import { accuracy, meanAbsoluteError, pairedBootstrap, type BootstrapInterval } from '@polyhead/metrics';
import { expectClose, readGolden } from './golden';

interface Golden {
  columns: [number[], number[], number[]];
  method: 'percentile' | 'bca';
  expected: BootstrapInterval;
}

describe('pairedBootstrap', () => {
  test.each(readGolden<Golden>('paired-bootstrap.json'))(
    'equals SciPy on the same resamples: $method',
    ({ columns, method, expected }) => {
      const { first, second, pValue, ...interval } = pairedBootstrap(meanAbsoluteError, ...columns, {
        method,
        seed: 3,
        resamples: 300,
      });
      expectClose(interval, expected);
      expectClose(first - second, expected.value);
      expect(pValue).toBeGreaterThan(0);
    },
  );

  test('tells a clear difference from none', () => {
    const truth = Array.from({ length: 100 }, (_, i) => i % 2);
    const poor = truth.map((t, i) => (i % 3 === 0 ? 1 - t : t));
    expect(pairedBootstrap(accuracy, truth, truth, poor, { resamples: 500 })).toMatchObject({
      first: 1,
      second: 0.66,
      pValue: 2 / 501,
    });
    expect(pairedBootstrap(accuracy, truth, poor, poor, { resamples: 500 })).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
      pValue: 1,
    });
  });

  test('is the negative when the networks change places', () => {
    const data: [number[], number[], number[]] = [
      [1, 2, 3, 4],
      [1, 3, 3, 9],
      [2, 2, 4, 4],
    ];
    const there = pairedBootstrap(meanAbsoluteError, ...data, { resamples: 100 });
    const back = pairedBootstrap(meanAbsoluteError, data[0], data[2], data[1], { resamples: 100 });
    expectClose([there.value, there.low, there.high, there.pValue], [-back.value, -back.high, -back.low, back.pValue]);
  });
});
