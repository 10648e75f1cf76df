import { epochCurve, toSvg } from '@polyhead/report';
import { madeUpHistory } from './fixtures';

describe('epochCurve', () => {
  test('tells the first and the last value', () => {
    expect(epochCurve(madeUpHistory, 'learningRate').description).toBe(
      'Learning rate: 0.0001 in the first epoch, 0.0000935 in the last, 0.0000935 to 0.0001 in all.',
    );
    expect(epochCurve(madeUpHistory, 'seconds').data).toMatchObject({
      values: [{ epoch: 0, 'seconds per epoch': 30 }, {}, {}, {}, {}, {}, {}, {}],
    });
  });

  test('has learning rates at its axis as people write them', async () => {
    const epochs = [2e-3, 1.5e-3, 0].map((learningRate, epoch) => ({ epoch, training: { loss: 1 }, learningRate }));
    const labels = [...(await toSvg(epochCurve({ epochs }, 'learningRate'))).matchAll(/>([^<]*)<\/text>/g)].map(
      ([, text]) => text,
    );
    expect(labels).toEqual(expect.arrayContaining(['0', '0.001', '0.002']));
    expect(labels.filter((text) => /\de/.test(text ?? ''))).toEqual([]);
  });

  test('rejects a history that does not know it', () => {
    expect(() => epochCurve({ epochs: [{ epoch: 0, training: { loss: 1 } }] }, 'imagesPerSecond')).toThrow(
      'epochCurve: expected "imagesPerSecond" in the history\'s epochs, got none.',
    );
  });
});
