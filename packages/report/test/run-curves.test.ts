import { palette, runCurves } from '@polyhead/report';
import { madeUpHistory } from './made-up';

describe('runCurves', () => {
  test('keeps the colour of a run where another has no value', () => {
    const without = { epochs: [{ epoch: 0, training: { loss: 1 } }] };
    const figure = runCurves(
      [
        { name: 'plain', history: without },
        { name: 'deep', history: madeUpHistory },
      ],
      'race.accuracy',
    );
    expect(figure.description).toBe('Race accuracy, best values: deep 70.0% in epoch 5.');
    expect(JSON.stringify(figure)).toContain(`"domain":["deep"],"range":["${palette.series[1]!.light}"]`);
  });

  test('refuses a path that no run has', () => {
    expect(() => runCurves([{ name: 'a', history: madeUpHistory }], 'gender.accuracy')).toThrow(
      'runCurves: expected values at "gender.accuracy" in a history, got none in 1 runs.',
    );
  });
});
