import { historyCurve, historyCurves, type ReportHistory } from '@polyhead/report';
import { madeUpHistory } from './fixtures';

const losses = (...values: number[]): ReportHistory => ({
  epochs: values.map((loss, epoch) => ({ epoch, training: { loss } })),
});

describe('historyCurve', () => {
  test('marks the best epoch: the highest accuracy, the lowest loss', () => {
    expect(historyCurve(madeUpHistory, 'race.accuracy').description).toMatch('best validation value 70.0% in epoch 5.');
    expect(historyCurve(losses(3, 1, 2), 'loss').description).toMatch('best training value 1 in epoch 1.');
    expect(historyCurve(losses(3, 1, 2), 'loss', { higherIsBetter: true }).description).toMatch(
      'best training value 3 in epoch 0.',
    );
  });

  test('leaves a gap where a value is not finite, and never calls it the best', () => {
    const figure = historyCurve(losses(2, NaN, 1, -Infinity), 'loss');
    expect(figure.data).toEqual({
      values: [
        { epoch: 0, training: 2 },
        { epoch: 1, training: null },
        { epoch: 2, training: 1 },
        { epoch: 3, training: null },
      ],
    });
    expect(figure.description).toMatch('best training value 1 in epoch 2');
  });

  test('turns to a logarithmic scale where one epoch towers over the others', () => {
    const scale = (history: ReportHistory) =>
      JSON.stringify(historyCurve(history, 'loss')).match(/"zero":false,"type":"(\w+)"/)?.[1];
    expect(scale(losses(5000, 2, 1.5, 1))).toBe('log');
    expect(scale(losses(4, 2, 1.5, 1))).toBe('linear');
    expect(scale(losses(5000, 2, 1.5, -1))).toBe('linear');
  });

  test('names the paths that there are when asked for another', () => {
    expect(() => historyCurve(madeUpHistory, 'race.acuracy')).toThrow(
      'historyCurve: expected values at "race.acuracy" in the history, got none. Its paths are loss, race.loss, race.accuracy, age.loss, age.meanAbsoluteError.',
    );
    expect(() => historyCurve(losses(1), 'constructor.name')).toThrow('got none');
  });
});

describe('historyCurves', () => {
  test('draws every score of the history', () => {
    expect(Object.keys(historyCurves(madeUpHistory))).toEqual([
      'loss',
      'race.loss',
      'race.accuracy',
      'age.loss',
      'age.meanAbsoluteError',
    ]);
  });
});
