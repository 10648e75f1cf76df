import { epochCurve } from '@polyhead/report';
import { madeUpHistory } from './made-up';

describe('epochCurve', () => {
  test('tells the first and the last value', () => {
    expect(epochCurve(madeUpHistory, 'learningRate').description).toBe('Learning rate: 0.0001 in the first epoch, 0.0000935 in the last, 0.0000935 to 0.0001 in all.');
    expect(epochCurve(madeUpHistory, 'seconds').data).toMatchObject({ values: [{ epoch: 0, 'seconds per epoch': 30 }, {}, {}, {}, {}, {}, {}, {}] });
  });

  test('refuses a history that does not know it', () => {
    expect(() => epochCurve({ epochs: [{ epoch: 0, training: { loss: 1 } }] }, 'imagesPerSecond')).toThrow('epochCurve: expected "imagesPerSecond" in the history\'s epochs, got none.');
  });
});
