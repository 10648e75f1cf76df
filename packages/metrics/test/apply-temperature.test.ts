import { applyTemperature } from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; logits: number[][]; temperature: number; probabilities: number[][] }>(
  'temperature.json',
);

describe('applyTemperature', () => {
  test.each(golden)(
    'equals softmax at the temperature, flat or by rows: $title',
    ({ logits, temperature, probabilities }) => {
      expectClose(Array.from(applyTemperature(logits, temperature)), probabilities.flat());
      expectClose(
        Array.from(applyTemperature(Float64Array.from(logits.flat()), temperature, { classes: logits[0]?.length })),
        probabilities.flat(),
      );
    },
  );

  test('adds up to 1 and keeps the most likely class', () => {
    const row = fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(row, fc.double({ min: 0.05, max: 50, noNaN: true }), (logits, temperature) => {
        const probabilities = Array.from(applyTemperature([logits], temperature));
        expectClose(
          probabilities.reduce((a, b) => a + b, 0),
          1,
        );
        expect(probabilities[logits.indexOf(Math.max(...logits))]).toBe(Math.max(...probabilities));
      }),
    );
  });

  test('is the sigmoid for one score per row, and undoes itself', () => {
    expectClose(Array.from(applyTemperature([2, 0], 2)), [1 / (1 + Math.exp(-1)), 0.5]);
    const soft = applyTemperature([3, -1, 0], 5);
    expectClose(
      Array.from(applyTemperature(soft, 0.2, { from: 'probabilities' })),
      Array.from(applyTemperature([3, -1, 0], 1)),
    );
  });

  test('rejects a temperature of 0 and a length that does not fit', () => {
    expect(() => applyTemperature([1], 0)).toThrow('applyTemperature: "temperature" must be a number above 0, got 0.');
    expect(() => applyTemperature([1, 2, 3], 1, { classes: 2 })).toThrow(
      'applyTemperature: "scores" must hold 2 per row, got length 3.',
    );
    expect(() => applyTemperature([], 1)).toThrow('applyTemperature: "scores" must have at least one row');
  });
});
