import { groupIntervalPlot, toSvg } from '@polyhead/report';

const group = (name: string, value: number) => ({
  by: 'race',
  group: name,
  count: 30,
  value,
  low: value - 0.1,
  high: value + 0.1,
});

describe('groupIntervalPlot', () => {
  test('names the smallest and the largest group, without those that have no value', () => {
    const figure = groupIntervalPlot([group('a', 0.5), group('b', 0.9), group('empty', NaN)], {
      metric: 'accuracy',
      overall: 0.7,
      format: 'percent',
    });
    expect(figure.description).toBe(
      'Accuracy by race: smallest for a (50.0%), largest for b (90.0%); 70.0% over all. Lines are intervals.',
    );
    expect((figure.data as { values: unknown[] }).values).toHaveLength(2);
  });

  test('draws a group without an interval as a point only, and never calls it the smallest or largest', async () => {
    const figure = groupIntervalPlot([
      group('a', 0.5),
      group('b', 0.9),
      { by: 'race', group: 'two', count: 2, value: 1, low: NaN, high: NaN },
    ]);
    expect(figure.description).toBe(
      'Value by race: smallest for a (0.5), largest for b (0.9). Lines are intervals; points without one are of too few rows to tell.',
    );
    const svg = await toSvg(figure, { scheme: false });
    expect([svg.match(/<line [^>]*stroke-width="2"/g)?.length, svg.match(/<path [^>]*d="M[^"]*A/g)?.length]).toEqual([
      2, 3,
    ]);
  });

  test('names no group where all are alike', () => {
    expect(groupIntervalPlot([group('a', 0.5), group('b', 0.5)], { format: 'percent' }).description).toBe(
      'Value by race: 50.0% for all. Lines are intervals.',
    );
  });

  test('rejects groups without any value', () => {
    expect(() => groupIntervalPlot([group('a', NaN)])).toThrow(
      'groupIntervalPlot: expected at least one group with a finite value, got 1 without.',
    );
  });
});
