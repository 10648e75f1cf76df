import fc from 'fast-check';
import { regression } from '@polyhead/core';
import {
  constantSchedule,
  cosineDecay,
  type EpochRecord,
  oneCycle,
  reduceOnPlateau,
  type Schedule,
  inverseTimeDecay,
} from '@polyhead/training';
import golden from './golden/callbacks.json';

const tasks = { age: regression() };
const plan = { learningRate: 1e-4, epochs: 100, stepsPerEpoch: 10, tasks };
const rates = (schedule: Schedule<typeof tasks>, count: number, learningRate = 1e-4, epochs = 100) => {
  const running = schedule.start({ ...plan, learningRate, epochs });
  return Array.from({ length: count }, (_, step) => running.learningRate(step));
};
const recordOf = (loss: number, epoch: number): EpochRecord<typeof tasks> => {
  const scores = { loss, age: { loss, meanAbsoluteError: loss } };
  return { epoch, training: scores, validation: scores, learningRate: 1, seconds: 1, imagesPerSecond: 1, skipped: 0 };
};

describe('schedules', () => {
  it('constant: the same at every step', () => {
    expect(new Set(rates(constantSchedule(), 50))).toEqual(new Set([1e-4]));
  });

  it('inverseTimeDecay: the article takes 3.5% off the learning rate in 100 epochs of 356 steps', () => {
    const running = inverseTimeDecay().start({ ...plan, stepsPerEpoch: 356 });
    expect(running.learningRate(0)).toBe(1e-4);
    expect(running.learningRate(35_600)).toBeCloseTo(1e-4 / (1 + 1e-6 * 35_600), 15);
    expect(inverseTimeDecay({ decay: 1 }).start(plan).learningRate(3)).toBe(1e-4 / 4);
  });

  it('cosineDecay: up in a line, down along half a cosine', () => {
    const values = rates(cosineDecay({ warmupEpochs: 0.5, minLearningRate: 0.1 }), 101, 1, 10);
    expect(values.slice(0, 5).map((value) => Number(value.toFixed(6)))).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect(values[5]).toBe(1);
    expect(values[5 + 95 / 5]).toBeCloseTo(0.1 + (0.9 * (1 + Math.cos(Math.PI / 5))) / 2, 12);
    expect(values[100]).toBeCloseTo(0.1, 12);
  });

  it("oneCycle: PyTorch's numbers", () => {
    // torch.optim.lr_scheduler.OneCycleLR(SGD(lr=1), max_lr=1, total_steps=10)
    const expected = [0.04, 0.52, 1, 0.950484, 0.811745, 0.61126, 0.38874, 0.188255, 0.049516, 4e-6];
    rates(oneCycle(), 10, 1, 1).forEach((rate, step) => expect(rate).toBeCloseTo(expected[step]!, 5));
  });

  it('stay between 0 and the optimizer’s learning rate, whatever the run', () => {
    const any = fc.constantFrom<Schedule>(
      constantSchedule(),
      inverseTimeDecay(),
      cosineDecay(),
      cosineDecay({ warmupEpochs: 0.7 }),
      oneCycle(),
      oneCycle({ pctStart: 0.01 }),
    );
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 40 }),
        (schedule, epochs, stepsPerEpoch, step) => {
          const rate = schedule.start({ ...plan, epochs, stepsPerEpoch }).learningRate(step);
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(1e-4 * (1 + 1e-12));
        },
      ),
      // a run of one step, all of it warm-up, and the step after it
      { examples: [[cosineDecay({ warmupEpochs: 0.7 }), 1, 1, 1]] },
    );
  });

  it.each(golden.plateau.map((test, index) => [index, test] as const))(
    'plateau: Keras’ ReduceLROnPlateau, case %i',
    (_, { curve, rates: expected, ...options }) => {
      const running = reduceOnPlateau<typeof tasks>({ factor: 0.5, ...options }).start({ ...plan, learningRate: 1 });
      const seen = curve.map((loss, epoch) => {
        const rate = running.learningRate(epoch);
        running.onEpochEnd?.(recordOf(loss, epoch));
        return rate;
      });
      seen.forEach((rate, epoch) => expect(rate).toBeCloseTo(expected[epoch]!, 6));
    },
  );

  it('plateau: goes on from its state', () => {
    const { curve, rates: expected, ...options } = golden.plateau[14]!;
    const start = () => reduceOnPlateau<typeof tasks>({ factor: 0.5, ...options }).start({ ...plan, learningRate: 1 });
    let running = start();
    curve.forEach((loss, epoch) => {
      expect(running.learningRate(epoch)).toBeCloseTo(expected[epoch]!, 6);
      running.onEpochEnd?.(recordOf(loss, epoch));
      const saved = JSON.parse(JSON.stringify(running.state?.()));
      running = start();
      running.restore?.(saved);
    });
  });

  it('reject settings that make no sense', () => {
    expect(() => reduceOnPlateau({ factor: 1 })).toThrow(
      'reduceOnPlateau: "factor" must be a number above 0 and below 1, got 1.',
    );
    expect(() => cosineDecay({ warmupEpochs: 100 }).start(plan)).toThrow(
      'cosineDecay: "warmupEpochs" must be a number of at least 0 and below 100, got 100. It is less than the "epochs" of the run.',
    );
    expect(() => inverseTimeDecay({ decay: -1 })).toThrow('inverseTimeDecay: "decay" must');
    expect(() => oneCycle({ pctStart: 0 })).toThrow(
      'oneCycle: "pctStart" must be a number above 0 and below 1, got 0.',
    );
    expect(() => reduceOnPlateau<typeof tasks>({ metric: 'validation.gender.accuracy' as never }).start(plan)).toThrow(
      'reduceOnPlateau: expected one of training.loss, training.age.loss, training.age.meanAbsoluteError, validation.loss',
    );
  });
});
