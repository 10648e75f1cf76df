import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildNetwork,
  branch,
  flatten,
  imageBatches,
  type ImageBatchesOptions,
  jpegDecoder,
  loadModel,
  loadPredictor,
  predict,
  regression,
  saveModel,
  sgd,
  train,
  useEngine,
} from 'polyhead';

const tasks = { sum: regression({ scale: 1000 }) };
const folder = mkdtempSync(join(tmpdir(), 'polyhead-predictor-'));
const records = (
  JSON.parse(readFileSync(join(__dirname, '../../batches/test/golden/jpeg.json'), 'utf8')) as { jpeg: string }[]
)
  .slice(0, 4)
  .map(({ jpeg }, index) => {
    const file = join(folder, `${index}.jpg`);
    writeFileSync(file, Buffer.from(jpeg, 'base64'));
    return { file, sum: index };
  });
const inverted = {
  name: 'inverted',
  decode: (bytes: Uint8Array) => ({
    width: 2,
    height: 1,
    data: Uint8Array.from({ length: 6 }, (_, index) => 255 - Number(bytes[200 + index])),
  }),
};

beforeAll(() => useEngine('cpu'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder of a model that was trained on the four images, and what it says of them in the end. */
async function trained(
  options: Pick<ImageBatchesOptions<typeof tasks>, 'decoder' | 'resize' | 'centerCrop'>,
): Promise<{ saved: string; said: number[] }> {
  const source = imageBatches(records, { tasks, imageSize: [5, 7], workers: 0, ...options });
  const network = buildNetwork({ tasks, imageShape: [5, 7, 3], branches: { sum: branch([flatten()]) } });
  await train(network, { training: source, epochs: 1, optimizer: sgd({ learningRate: 1e-3 }) });
  const saved = join(folder, `${options.resize}-model`);
  await saveModel(network, saved);
  return { saved, said: (await predict(network, source)).map(({ prediction }) => prediction.sum) };
}

async function predicted(saved: string, decode?: typeof inverted.decode): Promise<number[]> {
  const predictor = await loadPredictor(saved, { tasks, decode });
  return (await predictor.predictBatch(records.map(({ file }) => readFileSync(file)))).map(({ sum }) => sum);
}

describe('loadPredictor', () => {
  test.each([{}, { resize: 'nearest' }, { centerCrop: 0.7 }, { decoder: 'sharp', resize: 'bicubic' }] as const)(
    'prepares images as training with %p did',
    async (options) => {
      const { saved, said } = await trained(options);
      expect(await predicted(saved)).toEqual(said);
      expect((await loadModel(saved)).preprocessing).toEqual({ decoder: 'built-in', resize: 'bilinear', ...options });
    },
  );

  test('asks for the decoder that only its user has', async () => {
    const { saved, said } = await trained({ decoder: inverted });
    await expect(predicted(saved)).rejects.toThrow(
      'this network was trained on images of the decoder "inverted", which is not one of polyhead\'s. Pass it as "decode".',
    );
    expect(await predicted(saved, inverted.decode)).toEqual(said);
  });

  test('knows all decoders of polyhead by name', async () => {
    const { saved, said } = await trained({ decoder: jpegDecoder() });
    expect(await predicted(saved)).toEqual(said);
    const file = join(saved, 'tasks.json');
    const json = JSON.parse(readFileSync(file, 'utf8')) as { preprocessing: { decoder: string } };
    const named = async (decoder: string): Promise<number[]> => (
      writeFileSync(file, JSON.stringify({ ...json, preprocessing: { ...json.preprocessing, decoder } })),
      predicted(saved)
    );
    await expect(named('png')).rejects.toThrow(/PNG/);
    await expect(named('toString')).rejects.toThrow('the decoder "toString", which is not one of polyhead\'s');
  });

  test('takes the defaults of imageBatches for a model that does not say', async () => {
    const { saved, said } = await trained({});
    const { preprocessing, ...before } = JSON.parse(readFileSync(join(saved, 'tasks.json'), 'utf8'));
    expect(preprocessing).toBeDefined();
    writeFileSync(join(saved, 'tasks.json'), JSON.stringify(before));
    expect(await predicted(saved)).toEqual(said);
  });
});
