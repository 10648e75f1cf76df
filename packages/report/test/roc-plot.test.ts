import { rocCurve } from '@polyhead/metrics';
import { rocPlot } from '@polyhead/report';
import { randomStream } from './fixtures';

type Point = { class: string; 'false positive rate': number; 'true positive rate': number };

describe('rocPlot', () => {
  test('keeps the shape of a long curve in about a hundred points', () => {
    const random = randomStream(3);
    const truth = Array.from({ length: 4000 }, () => (random() < 0.3 ? 1 : 0));
    const curve = rocCurve(
      truth,
      truth.map((label) => label * 0.3 + random()),
      { dropIntermediate: false },
    );
    const points = (rocPlot([{ label: 'a', area: 0.8, ...curve }]).data as { values: Point[] }).values;
    expect(points.length).toBeLessThanOrEqual(102);
    expect([points[0], points.at(-1)]).toMatchObject([
      { 'false positive rate': 0, 'true positive rate': 0 },
      { 'false positive rate': 1, 'true positive rate': 1 },
    ]);
    curve.falsePositiveRate.forEach((x, index) => {
      const distances = points.map(
        (point) =>
          Math.abs(point['false positive rate'] - x) +
          Math.abs(point['true positive rate'] - curve.truePositiveRate[index]!),
      );
      expect(Math.min(...distances)).toBeLessThan(0.021);
    });
  });

  test('rejects no curve, and rates that do not fit', () => {
    expect(() => rocPlot([])).toThrow('rocPlot: expected at least one curve, got none.');
    expect(() => rocPlot([{ label: 'a', falsePositiveRate: [0, 1], truePositiveRate: [0] }])).toThrow(
      'expected as many points on both axes, got 2 and 1 for "a"',
    );
  });
});
