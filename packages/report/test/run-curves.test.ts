import { palette, compareHistories } from '@polyhead/report';
import { madeUpHistory } from './fixtures';

describe('compareHistories', () => {
  test('keeps the color of a run where another has no value', () => {
    const without = { epochs: [{ epoch: 0, training: { loss: 1 } }] };
    const figure = compareHistories(
      [
        { name: 'plain', history: without },
        { name: 'deep', history: madeUpHistory },
      ],
      'race.accuracy',
    );
    expect(figure.description).toBe('Race accuracy, best values: deep 70.0% in epoch 5.');
    expect(JSON.stringify(figure)).toContain(`"domain":["deep"],"range":["${palette.series[1]!.light}"]`);
  });

  test('rejects a path that no run has', () => {
    expect(() => compareHistories([{ name: 'a', history: madeUpHistory }], 'gender.accuracy')).toThrow(
      'compareHistories: expected values at "gender.accuracy" in a history, got none in 1 runs.',
    );
  });
});
