import '@tensorflow/tfjs-backend-wasm';
import { faceTasks } from '@polyhead/core';
import { buildFaceNet, createPredictor } from '@polyhead/model';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { quietCpu, weightsOf } from './tiny-network';

test('the same seed gives the same weights on wasm as on cpu, and predictions within 1e-5 of each other', async () => {
  await quietCpu();
  const build = () => buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 32, seed: 3 });
  const image = {
    width: 32,
    height: 32,
    data: Uint8Array.from({ length: 32 * 32 * 3 }, (_, index) => (index * index) % 256),
  };
  const results = [];
  for (const backend of ['cpu', 'wasm']) {
    await setBackend(backend);
    const network = build();
    results.push({ weights: weightsOf(network), prediction: await createPredictor(network).predict(image) });
    network.dispose();
  }
  const [cpu, wasm] = results;
  expect(wasm?.weights).toEqual(cpu?.weights);
  expect(Math.abs(Number(wasm?.prediction.age) - Number(cpu?.prediction.age)) / 116).toBeLessThan(1e-5);
  expect(wasm?.prediction.race.probability).toBeCloseTo(Number(cpu?.prediction.race.probability), 5);
});

test('the article’s network predicts images of 198 pixels on wasm and leaves no tensors behind', async () => {
  await setBackend('wasm');
  const { numTensors } = memory();
  const predictor = createPredictor(buildFaceNet({ tasks: faceTasks() }));
  const [first, second] = await predictor.predictBatch(
    [20, 200].map((level) => ({ width: 198, height: 198, data: new Uint8Array(198 * 198 * 3).fill(level) })),
  );
  expect(first?.gender.probability).toBeGreaterThanOrEqual(0.5);
  expect(second?.race.probabilities).not.toEqual(first?.race.probabilities);
  predictor.dispose();
  expect(memory().numTensors).toBe(numTensors);
});
