import { type ImageShape, PolyheadError, regression } from '@polyhead/core';
import {
  buildNetwork,
  branch,
  createPredictor,
  flatten,
  type Network,
  type ImageInput,
  type Pixels,
  type ResizeOptions,
} from '@polyhead/model';
import { memory, tensor2d, tensor4d, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { quietCpu, tinyNetwork, tinyTasks } from './tiny-network';

let network: Network<typeof tinyTasks>;
beforeAll(async () => {
  await quietCpu();
  network = tinyNetwork();
});
afterAll(() => network.dispose());

const image = (start: number, channels = 3): Pixels => ({
  width: 5,
  height: 6,
  data: Uint8Array.from({ length: 30 * channels }, (_, index) => (start + index * 7) % 256),
});

/** A network of one weight a pixel: its prediction is a weighted sum of what it sees. */
function weighing(imageShape: ImageShape, weights: readonly number[]): Network<{ sum: ReturnType<typeof regression> }> {
  const sum = buildNetwork({
    tasks: { sum: regression({ scale: 255 }) },
    imageShape,
    branches: { sum: branch([flatten()]) },
  });
  tidy(() => sum.model.getLayer('sum_dense').setWeights([tensor2d([...weights], [weights.length, 1]), zeros([1])]));
  return sum;
}

describe('createPredictor', () => {
  test('gives what the tasks make of the network’s outputs for pixels / 255, typed', async () => {
    const { size, fruit, ripe } = await createPredictor(network).predict(image(3));
    const outputs = tidy(() =>
      (
        network.model.predict(
          tensor4d(
            Array.from(image(3).data, (value) => value / 255),
            [1, 6, 5, 3],
          ),
        ) as Tensor[]
      ).map((output) => output.dataSync<'float32'>()),
    );
    expect(size satisfies number).toBe(Number(outputs[0]?.[0]) * 10);
    expect(fruit).toEqual(tinyTasks.fruit.decode(outputs[1] ?? [], 0));
    expect(ripe.label satisfies 'unripe' | 'ripe').toBe(Number(outputs[2]?.[0]) > 0.5 ? 'ripe' : 'unripe');
    // @ts-expect-error there is no such label
    expect(fruit.label === 'cherry').toBe(false);
  });

  test('predicts many as it predicts one, whatever the batch size, and leaks nothing', async () => {
    const images = Array.from({ length: 5 }, (_, index) => image(index * 40));
    const { numTensors } = memory();
    const one = createPredictor(network);
    const each = await Promise.all(images.map((pixels) => one.predict(pixels)));
    for (const batchSize of [1, 2, 5, 32])
      expect(await createPredictor(network, { batchSize }).predictBatch(images)).toEqual(each);
    async function* stream(): AsyncGenerator<ImageInput> {
      yield* images;
    }
    expect(await one.predictBatch(stream())).toEqual(each);
    expect(await one.predictBatch([])).toEqual([]);
    expect(memory().numTensors).toBe(numTensors);
  });

  test('decodes bytes and resizes with the functions that it is given', async () => {
    const decode = (bytes: Uint8Array, shape: ImageShape) => ({
      width: bytes.length,
      height: 1,
      data: Uint8Array.from({ length: bytes.length * shape[2] }, (_, index) => Number(bytes[Math.floor(index / 3)])),
    });
    const resize = (_: Pixels, height: number, width: number) => ({
      height,
      width,
      data: new Uint8Array(height * width * 3).fill(51),
    });
    const constant = weighing([1, 2, 3], [1, 1, 1, 1, 1, 1]);
    const predictor = createPredictor(constant, { decode, resize });
    expect((await predictor.predict(Uint8Array.of(10, 20))).sum).toBeCloseTo(90, 4);
    expect((await predictor.predict(Uint8Array.of(10, 20).buffer)).sum).toBeCloseTo(90, 4);
    expect((await predictor.predict(Uint8Array.of(10, 20, 30))).sum).toBeCloseTo(6 * 51, 3);
    predictor.dispose();
  });

  test('takes gray, RGB and RGBA pixels, for RGB and for gray networks', async () => {
    const rgb = weighing([1, 2, 3], [1, 10, 100, 1000, 2000, 3000]);
    const gray = weighing([1, 2, 1], [1, 10]);
    const sum = async (net: typeof rgb, ...values: number[]): Promise<number> =>
      Math.round(
        (await createPredictor(net).predict({ width: 2, height: 1, data: Uint8ClampedArray.from(values) })).sum,
      );
    expect(await sum(rgb, 1, 2, 1, 3, 0, 1)).toBe(6121);
    expect(await sum(rgb, 1, 2, 1, 99, 3, 0, 1, 99)).toBe(6121);
    expect(await sum(rgb, 2, 1)).toBe(6222);
    // Pillow 13: Image.new('RGB', (1, 1), (10, 100, 203)).convert('L') is 85
    expect(await sum(gray, 10, 100, 203, 1, 1, 1)).toBe(95);
    for (const net of [rgb, gray]) net.dispose();
  });

  test('tells the resize which filter training used, where the network knows it', async () => {
    const filters: unknown[] = [];
    const resize = (_: Pixels, height: number, width: number, { filter }: ResizeOptions) => ({
      height,
      width,
      data: new Uint8Array(filters.push(filter) * 0 + height * width * 3),
    });
    const predictor = createPredictor(tinyNetwork(), { resize });
    await predictor.predict({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) });
    predictor.network.preprocessing = { decoder: 'built-in', resize: 'nearest' };
    await predictor.predict({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) });
    expect(filters).toEqual([undefined, 'nearest']);
    predictor.dispose();
  });

  test('lets the resize cut out the middle where training did, also of images that have the size', async () => {
    const asked: ResizeOptions[] = [];
    const network = tinyNetwork();
    const [height, width] = network.imageShape;
    network.preprocessing = { decoder: 'built-in', resize: 'bilinear', centerCrop: 0.8 };
    const image = { height, width, data: new Uint8Array(height * width * 3) };
    await createPredictor(network, {
      resize: (image, _height, _width, options) => (asked.push(options), image),
    }).predict(image);
    expect(asked).toEqual([{ filter: 'bilinear', centerCrop: 0.8 }]);
    await expect(createPredictor(network).predict(image)).rejects.toThrow(
      'predict: expected a "resize" that cuts out the middle of images, as training did, got none. Pass "resize", e.g. resizeImage of @polyhead/batches.',
    );
    network.dispose();
  });

  test.each([
    ['someone.jpg', 'got the text "someone.jpg". Read the file first: predict(await readFile(path)).'],
    [undefined, 'got undefined. Pass e.g. await readFile'],
    [new Blob(['x']), 'got a file or blob. Pass new Uint8Array(await file.arrayBuffer()).'],
    [[Uint8Array.of(1)], 'got a list. Use predictBatch'],
    [{ width: 5, height: 6 }, 'got an object with width, height.'],
  ])('takes bytes and pixels only, not %p', async (given, message) => {
    await expect(createPredictor(network).predict(given as never)).rejects.toThrow(
      `predict: expected the bytes of an image's file or pixels { width, height, data }, ${message}`,
    );
  });

  test.each([Uint8ClampedArray.from(image(3).data), Buffer.from(image(3).data)])(
    'predicts from %p as from a Uint8Array',
    async (data) => {
      const predictor = createPredictor(network);
      expect(await predictor.predict({ ...image(3), data })).toEqual(await predictor.predict(image(3)));
    },
  );

  test.each([
    ['Float32Array', Float32Array.from(image(3).data)],
    ['Float64Array', Float64Array.from(image(3).data)],
    ['Uint16Array', Uint16Array.from(image(3).data)],
    ['Int32Array', Int32Array.from(image(3).data)],
    ['Int8Array', Int8Array.from(image(3).data)],
    ['list', [...image(3).data]],
  ])('rejects pixels in a %s, wherever they come from', async (type, data) => {
    const pixels = { ...image(3), data: data as never };
    const message = new RegExp(`must be a Uint8Array or Uint8ClampedArray, got .*${type}`);
    const file = Uint8Array.of(1);
    const small = { width: 1, height: 1, data: file };
    await expect(createPredictor(network).predict(pixels)).rejects.toThrow(message);
    await expect(createPredictor(network, { decode: () => pixels }).predict(file)).rejects.toThrow(message);
    await expect(createPredictor(network, { resize: () => pixels }).predict(small)).rejects.toThrow(message);
    if (type !== 'list') await expect(createPredictor(network).predict(data as never)).rejects.toThrow(message);
  });

  test('rejects the result of a "resize" that has another size than asked for', async () => {
    const predictor = createPredictor(network, { resize: (image) => image });
    await expect(predictor.predict({ width: 1, height: 2, data: new Uint8Array(6) })).rejects.toThrow(
      'predict: the result of "resize" must be an image of 6 x 5 pixels, got 2 x 1.',
    );
  });

  test('rejects what it cannot read, and says which image', async () => {
    const predictor = createPredictor(network);
    await expect(predictor.predict(Uint8Array.of(1))).rejects.toThrow(
      'predict: expected pixels, got the bytes of an image, and there is no decoder here. Pass "decode"',
    );
    await expect(
      createPredictor(network, { decode: () => Promise.reject(new Error('the file is empty')) }).predict(
        Uint8Array.of(1),
      ),
    ).rejects.toMatchObject({ code: 'INVALID_IMAGE', where: 'predict', cause: { message: 'the file is empty' } });
    await expect(predictor.predict({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) })).rejects.toThrow(
      'predict: expected an image of 6 x 5 pixels, got 1 x 1. Pass "resize"',
    );
    await expect(predictor.predict({ width: 5, height: 6, data: new Uint8Array(59) })).rejects.toThrow(
      'with 1, 3 or 4 numbers each, got 5 x 6 with 59 numbers',
    );
    await expect(predictor.predictBatch([image(1), { ...image(1), width: 0 }])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      where: 'predictBatch: image 1',
      expected: 'expected width x height pixels with 1, 3 or 4 numbers each',
    });
    for (const images of [5, 'someone.jpg', null])
      await expect(predictor.predictBatch(images as never)).rejects.toThrow(
        `predictBatch: expected a list of images, or something else to iterate over, got ${JSON.stringify(images)}. Use predict for one.`,
      );
    const decode = (): never => {
      throw new PolyheadError('UNSUPPORTED_IMAGE', 'decode: CMYK is not supported.', {
        hint: 'Convert the file to RGB.',
      });
    };
    await expect(createPredictor(network, { decode }).predict(Uint8Array.of(1))).rejects.toMatchObject({
      code: 'UNSUPPORTED_IMAGE',
      where: 'predict',
      hint: 'Convert the file to RGB.',
    });
    expect(() => createPredictor(network, { batchSize: 0 })).toThrow(
      'createPredictor: "batchSize" must be a whole number of at least 1, got 0.',
    );
    const odd = weighing([1, 1, 2], [1, 1]);
    expect(() => createPredictor(odd)).toThrow(
      'createPredictor: expected a network that takes gray or RGB images, got one for 2 channels.',
    );
    odd.dispose();
  });
});

test('predictBatch lets timers run between batches of images in memory', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  function* until(): Generator<ImageInput> {
    for (const start = performance.now(); ticks < 3 && performance.now() - start < 3000;) yield image(1);
  }
  try {
    await createPredictor(network, { batchSize: 2 }).predictBatch(until());
  } finally {
    clearInterval(timer);
  }
  expect(ticks).toBeGreaterThan(2);
});
