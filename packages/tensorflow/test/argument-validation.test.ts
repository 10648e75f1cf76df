import { buildFaceNet, type Network } from '@polyhead/model';
import { faceTasks } from '@polyhead/core';
import * as tensorflow from '@polyhead/tensorflow';
import '@tensorflow/tfjs-backend-cpu';

/** What the types keep TypeScript from writing. */
// as plain JavaScript sees it
const loose = tensorflow as unknown as Readonly<Record<string, (...values: unknown[]) => unknown>>;
let network: Network;

beforeAll(() => void (network = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 16 })));
afterAll(() => network.dispose());

describe('called from plain JavaScript', () => {
  test.each(['compiledStep', 'threadedStep'])('%s rejects what is no network and no options', async (name) => {
    const call = (...values: unknown[]) => expect(async () => loose[name]?.(...values)).rejects;
    await call().toThrow(
      `${name}: expected a network, got undefined. Pass e.g. what buildFaceNet, buildNetwork or loadModel returned.`,
    );
    await call(network).toThrow(`${name}: expected options, got undefined. Pass e.g. { optimizer: adam(), seed: 7 }.`);
    await call(network, { seed: 7 }).toThrow(`${name}: expected options, got an object without "optimizer".`);
    await call(network, { optimizer: {}, seed: 7 }, 'bfloat16').toThrow(
      `${name}: expected options, got "bfloat16". Pass e.g. { precision: 'bfloat16' }.`,
    );
  });

  test('what looks for the machine rejects options that are none', async () => {
    expect(() => loose['bfloat16Support']?.(null)).toThrow('bfloat16Support: expected options, got null.');
    await expect(async () => loose['loadTensorFlow']?.('/srv/app')).rejects.toThrow(
      `loadTensorFlow: expected options, got "/srv/app". Pass e.g. { from: '/srv/app' }.`,
    );
  });

  test.each(['useTensorFlow', 'loadTensorFlow', 'tensorflowStatus', 'doctor', 'install', 'bfloat16Support'])(
    '%s rejects options by names that it does not know',
    async (name) => {
      await expect(async () => loose[name]?.({ frmo: '/srv/app' })).rejects.toThrow(
        `${name}: expected options by their names, got "frmo". `,
      );
    },
  );

  test('so do compile and the compiled steps, and each names what was meant', async () => {
    const call = (name: string, ...values: unknown[]) => expect(async () => loose[name]?.(...values)).rejects;
    await call('compile', () => ({}), { bached: ['x'] }).toThrow(
      'compile: expected options by their names, got "bached". Did you mean "batched"?',
    );
    await call('compile', 'x => x').toThrow('compile: expected a function of tensors, got "x => x".');
    await call('compiledPredictStep', network, { precison: 'bfloat16' }).toThrow(
      'compiledPredictStep: expected options by their names, got "precison". Did you mean "precision"?',
    );
    await call('compiledStep', network, { optimizer: {}, seed: 7 }, { precison: 'bfloat16' }).toThrow(
      'compiledStep: expected options by their names, got "precison". Did you mean "precision"?',
    );
    await call('install', { ways: ['magic'] }).toThrow(
      'install: "ways" must be a list of present, cache, wheel, script, got ["magic"].',
    );
  });
});
