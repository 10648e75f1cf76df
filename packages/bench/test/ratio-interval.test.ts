import { judge, type Round } from '../src/against/judge';
import { ratioInterval } from '../src/against/ratio-interval';

/** Rounds in which both sides vary together, as on a busy machine, and the new side takes `ratio` times as long. */
function rounds(ratio: number, noise = 0): Round[] {
  return Array.from({ length: 10 }, (_, round) => {
    const [load, error] = [1 + (round % 4), 1 + noise * Math.sin(7 * round)];
    const [before, after] = [2 * load, 2 * load * ratio * error];
    return {
      before: { cpuSeconds: before, wallSeconds: before / 2 },
      after: { cpuSeconds: after, wallSeconds: after / 2 },
    };
  });
}

test('ratioInterval gives the interval that SciPy gives for the logarithms of the ratios', () => {
  // numpy.exp(scipy.stats.t.interval(0.95, n - 1, x.mean(), x.std(ddof=1) / n ** 0.5)) for x = log(after / before)
  const four = ratioInterval([1.02, 1.1, 0.97, 1.05], [1, 1, 1, 1]);
  expect(four.ratio).toBeCloseTo(1.033923657, 6);
  expect(four.low).toBeCloseTo(0.950753706, 6);
  expect(four.high).toBeCloseTo(1.124369143, 6);
  const five = ratioInterval([2, 4.4, 6.3, 8.1, 9.9], [1, 2, 3, 4, 5]);
  expect(five.ratio).toBeCloseTo(2.059455621, 6);
  expect(five.low).toBeCloseTo(1.952149668, 6);
  expect(five.high).toBeCloseTo(2.172659978, 6);
  expect(ratioInterval([1, 2], [1, 1]).high).toBeCloseTo(115.608396135, 2);
});

test('ratioInterval has no width if every round has the same ratio, whatever the load of the machine', () => {
  const { ratio, low, high } = ratioInterval([1.5, 3, 4.5], [1, 2, 3]);
  for (const value of [ratio, low, high]) expect(value).toBeCloseTo(1.5, 12);
});

test('ratioInterval throws if there is one round, the rounds differ in number, or a time is not positive', () => {
  for (const [after, before] of [
    [[1], [1]],
    [[1, 2], [1]],
    [
      [1, 0],
      [1, 1],
    ],
    [
      [1, NaN],
      [1, 1],
    ],
  ] as const)
    expect(() => ratioInterval(after, before)).toThrow(RangeError);
});

test.each([
  [1.1, 0.02, true],
  [1.04, 0, true],
  [1.04, 0.05, false],
  [1.02, 0, false],
  [1, 0.1, false],
  [0.8, 0.02, false],
])('judge finds a ratio of %d with an error of %d to be a regression: %s', (ratio, noise, isRegression) => {
  const judgment = judge(rounds(ratio, noise));
  expect(judgment.isRegression).toBe(isRegression);
  expect(judgment.wall.ratio).toBeCloseTo(judgment.cpu.ratio, 12);
});

test('judge calls a side without a difference a regression in fewer than 5 of 100 comparisons', () => {
  let state = 1;
  const noise = (): number => ((state = Math.imul(state, 1103515245) + 12345) >>> 8) / 2 ** 24;
  const made = (): Round[] =>
    Array.from({ length: 10 }, () => ({
      before: { cpuSeconds: 0.9 + 0.2 * noise(), wallSeconds: 1 },
      after: { cpuSeconds: 1.03 * (0.9 + 0.2 * noise()), wallSeconds: 1 },
    }));
  const regressions = Array.from({ length: 400 }, () => judge(made()).isRegression).filter(Boolean).length;
  expect(regressions).toBeGreaterThan(0); // the ratio is at the limit: about 2.5% are expected
  expect(regressions).toBeLessThan(20);
});
