// What every training step promises, whatever engine runs it: import `testTrainStep` into an engine's test file and
// call it there.
import { adam, type Optimizer, type TrainStep, type TrainStepFactory } from '@polyhead/training';
import { tinyNetwork } from './support/tiny-network';
import { testStepNoise } from './train-step/noise';
import { testStepResults } from './train-step/results';
import { testStepStates } from './train-step/states';
import { type Tasks, tasks } from './train-step/step-suite';

/** What {@link testTrainStep} needs to know. */
export interface TrainStepContract {
  /** Name for the suite. */
  name: string;
  /** Makes tfjs ready with the engine's backend. */
  setup: () => Promise<unknown>;
  /** The engine's factory. */
  factory: TrainStepFactory;
  /** Largest difference to the eager step with the same noise, relative to 1. Default 0: to the last bit. */
  tolerance?: number;
  /**
   * Whether the engine's dropout gives the eager step's own masks, so that the two can be compared with dropout on.
   * Default true.
   */
  sameNoise?: boolean;
}

/** Runs the contract. */
export function testTrainStep({ name, setup, factory, tolerance = 0, sameNoise = true }: TrainStepContract): void {
  const make = async (optimizer: Optimizer = adam(), dropout = 0.25, seed = 7) => {
    const network = tinyNetwork(tasks, { dropout });
    return { network, step: (await factory(network, { optimizer, seed })) as TrainStep<Tasks> };
  };

  describe(name, () => {
    beforeAll(setup);
    const suite = { make, factory, tolerance, sameNoise };
    testStepResults(suite);
    testStepStates(suite);
    testStepNoise(suite);
  });
}
