// Concurrent calls on one network give the results of sequential ones, on every engine.
import {
  adam,
  arrayBatches,
  buildNetwork,
  branch,
  convBlock,
  createPredictor,
  denseBlock,
  type EngineName,
  evaluate,
  flatten,
  type Network,
  predict,
  regression,
  sharedTrunk,
  train,
  updateBatchNorm,
  useEngine,
} from 'polyhead';
import { describeNative } from '../../tensorflow/test/native';

const tasks = { size: regression() };
type Tasks = typeof tasks;
const side = 8;

function source(size: number): ReturnType<typeof arrayBatches<Tasks>> {
  const images = Uint8Array.from({ length: size * side * side * 3 }, (_, at) => (at * 7919 + (at >> 3) * 31) % 256);
  const values = { size: Array.from({ length: size }, (_, row) => row / size) };
  return arrayBatches({ images, shape: [side, side, 3], values }, { tasks, batchSize: 4 });
}

/** The same batches, each after a turn of the event loop, so that a run goes on between them. */
function slow(given: ReturnType<typeof source>): typeof given {
  return {
    ...given,
    async *batches(epoch, from) {
      for await (const batch of given.batches(epoch, from)) {
        yield batch;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

const makeNetwork = (): Network<Tasks> =>
  buildNetwork({
    tasks,
    imageShape: [side, side, 3],
    trunk: sharedTrunk([convBlock(4, { dropout: 0.2 })]),
    branches: { size: branch([flatten(), denseBlock(4)]) },
    seed: 1,
  });
const replaced = ({ model }: Network<Tasks>): number =>
  model.layers.filter((layer) => Object.hasOwn(layer, 'call')).length;
const image = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(99) };

/** All ways to predict, for one network. */
function ask(network: Network<Tasks>, pace: typeof slow): Promise<unknown> {
  const one = createPredictor(network, { batchSize: 2 });
  return Promise.all([
    evaluate(network, pace(source(24))).then(({ loss }) => loss),
    evaluate(network, pace(source(12)), { compile: false }).then(({ loss }) => loss),
    predict(network, pace(source(40)), { flip: true }).then((rows) => rows.map(({ prediction }) => prediction.size)),
    one.predict(image),
    one.predictBatch([image, image, image, image, image]),
  ]);
}

function testEngine(engine: EngineName): void {
  beforeAll(async () => void (await useEngine(engine)));

  test(`${engine}: evaluations and predictions that start during training use one set of weights`, async () => {
    const network = makeNetwork();
    const expected: unknown[] = [];
    const got: Promise<unknown>[] = [];
    const askTwice = async (): Promise<void> => {
      expected.push(await ask(network, (given) => given));
      got.push(ask(network, slow));
    };
    const asking = {
      name: 'asking',
      onBatchEnd: ({ position }: { position(): { step: number } }) =>
        position().step % 3 === 1 ? askTwice() : undefined,
    };
    const options = { epochs: 2, optimizer: adam({ learningRate: 0.01 }), emaDecay: 0.9, updateBatchNorm: 2 };
    const data = { training: source(12), validation: slow(source(8)) };
    const { epochs } = await train(network, { ...data, ...options, callbacks: [asking] });
    expect(await Promise.all(got)).toEqual(expected);
    expect(new Set(expected.map((each) => JSON.stringify(each))).size).toBe(2);
    const alone = await train(makeNetwork(), { ...data, ...options });
    expect(epochs.map(({ training, validation }) => [training, validation])).toEqual(
      alone.epochs.map(({ training, validation }) => [training, validation]),
    );
    expect(replaced(network)).toBe(0);
  });

  test(`${engine}: recomputing batch norm statistics changes no prediction before it is done`, async () => {
    const [network, other] = [makeNetwork(), makeNetwork()];
    const before = await ask(network, (given) => given);
    const updates = [updateBatchNorm(network, slow(source(20))), updateBatchNorm(network, slow(source(20)))];
    expect(await ask(network, slow)).toEqual(before);
    await Promise.all(updates);
    await updateBatchNorm(other, source(20));
    expect(await ask(network, slow)).toEqual(await ask(other, slow));
    expect(replaced(network)).toBe(0);
  });
}

describe('on cpu', () => testEngine('cpu'));
describe('on wasm', () => testEngine('wasm'));
describeNative('on native TensorFlow', () => testEngine('tensorflow'));
