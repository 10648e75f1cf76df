import { buildFaceNet, type Network } from '@polyhead/model';
import { faceTasks } from '@polyhead/tasks';
import * as tensorflow from '@polyhead/tensorflow';
import '@tensorflow/tfjs-backend-cpu';

/** What the types keep TypeScript from writing. */
const loose = tensorflow as unknown as Readonly<Record<string, (...values: unknown[]) => unknown>>; // as plain JavaScript sees it
let network: Network;

beforeAll(() => void (network = buildFaceNet({ tasks: faceTasks(), preset: 'fast', imageSize: 16 })));
afterAll(() => network.dispose());

describe('called from plain JavaScript', () => {
  test.each(['compiledStep', 'threadedStep'])('%s refuses what is no network and no options', async (name) => {
    const call = (...values: unknown[]) => expect(async () => loose[name]?.(...values)).rejects;
    await call().toThrow(`${name}: expected a network, got undefined. Pass e.g. what buildFaceNet, assembleModel or loadModel returned.`);
    await call(network).toThrow(`${name}: expected options, got undefined. Pass e.g. { optimizer: adam(), seed: 7 }.`);
    await call(network, { seed: 7 }).toThrow(`${name}: expected options, got an object without "optimizer".`);
    await call(network, { optimizer: {}, seed: 7 }, 'bfloat16').toThrow(`${name}: expected options, got "bfloat16". Pass e.g. { precision: 'bfloat16' }.`);
  });

  test('what looks for the machine refuses options that are none', async () => {
    expect(() => loose['bfloat16Support']?.(null)).toThrow('bfloat16Support: expected options, got null.');
    await expect(async () => loose['loadTensorFlow']?.('/srv/app')).rejects.toThrow(`loadTensorFlow: expected options, got "/srv/app". Pass e.g. { from: '/srv/app' }.`);
  });
});
