// toArtifacts and fromArtifacts: what is written, and what is rejected.
import { type ErrorCode, faceTasks, regression } from '@polyhead/core';
import { buildFaceNet, fromArtifacts, type ModelFiles, toArtifacts } from '@polyhead/model';
import { fill, io, memory, tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { editedJson, resealed } from './edited-files';
import { quietCpu, tinyNetwork, tinyTasks, weightsOf } from './tiny-network';

let files: ModelFiles;
beforeAll(async () => {
  await quietCpu();
  const network = tinyNetwork();
  files = await toArtifacts(network);
  network.dispose();
});

/** Asserts that reading fails with this code and these words, and that nothing is left in memory. */
async function rejected(
  changed: ModelFiles,
  message: string | RegExp,
  code: ErrorCode = 'INVALID_MODEL',
): Promise<void> {
  const { numTensors } = memory();
  await expect(fromArtifacts(changed)).rejects.toMatchObject({
    code,
    where: 'fromArtifacts',
    message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
  });
  expect(memory().numTensors).toBe(numTensors);
}

describe('toArtifacts and fromArtifacts', () => {
  test('keep every bit of every weight, the tasks, and the predictions', async () => {
    const network = tinyNetwork(5);
    const copy = await fromArtifacts(await toArtifacts(network), { tasks: tinyTasks });
    expect(weightsOf(copy)).toEqual(weightsOf(network));
    expect(copy.tasks).toBe(tinyTasks);
    expect([copy.imageShape, copy.model.name, copy.summary()]).toEqual([network.imageShape, 'tiny', network.summary()]);
    expect(await toArtifacts(copy)).toEqual(await toArtifacts(network));
    for (const each of [network, copy]) each.dispose();
  });

  test('keep how images were prepared, and know nothing of it in a model from before', async () => {
    const network = tinyNetwork();
    const preprocessing = (network.preprocessing = {
      decoder: 'sharp',
      resize: 'nearest',
      centerCrop: 0.8,
      flip: true,
    });
    const copy = await fromArtifacts(await toArtifacts(network));
    const old = await fromArtifacts(files);
    expect([copy.preprocessing, old.preprocessing]).toEqual([preprocessing, undefined]);
    for (const each of [network, copy, old]) each.dispose();
  });

  test.each([
    [7],
    [{}],
    [{ decoder: 'sharp' }],
    [{ decoder: 1, resize: 'nearest' }],
    [{ decoder: 'sharp', resize: 'lanczos' }],
    [{ decoder: 'sharp', resize: 'nearest', centerCrop: 2 }],
    [{ decoder: 'sharp', resize: 'nearest', pad: true }],
  ])('reject the preprocessing %p', async (preprocessing) => {
    await rejected(
      await editedJson(files, 'tasks.json', (json) => (json.preprocessing = preprocessing)),
      `expected "preprocessing" in tasks.json to be a decoder's name, a resize of nearest, bilinear or bicubic and, where it has them, a centerCrop between 0 and 1 and flip: true, got ${JSON.stringify(preprocessing)}.`,
    );
  });

  test('keep the tasks of any network', async () => {
    const { tasks, dispose } = await fromArtifacts(files);
    expect(Object.keys(tasks)).toEqual(Object.keys(tinyTasks));
    expect(JSON.stringify(tasks)).toBe(JSON.stringify(tinyTasks));
    dispose();
  });

  test('write what stock tfjs loads', async () => {
    const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files['model.json']));
    const weightData = (files['weights.bin'] as Uint8Array<ArrayBuffer>).slice().buffer;
    const stock = await loadLayersModel(
      io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
    );
    const network = tinyNetwork();
    const x = tensor4d(
      Array.from({ length: 90 }, (_, index) => index / 90),
      [1, 6, 5, 3],
    );
    const [ours, theirs] = [network.model, stock].map((model) =>
      (model.predictOnBatch(x) as Tensor[]).map((output) => output.dataSync()),
    );
    expect(ours).toEqual(theirs);
    for (const model of [network, stock]) model.dispose();
  });

  test('leave no tensors behind', async () => {
    const { numTensors } = memory();
    (await fromArtifacts(files)).dispose();
    expect(memory().numTensors).toBe(numTensors);
  });

  test('reject a file that lost or changed any byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('model.json', 'weights.bin'), fc.nat(), fc.boolean(), async (name, at, cut) => {
        const bytes = (files[name] as Uint8Array).slice(0, cut ? -1 : undefined);
        bytes.set([(bytes[at % bytes.length] as number) ^ 1], at % bytes.length);
        await rejected(
          { ...files, [name]: bytes },
          cut ? 'The file was cut or changed' : 'does not have the SHA-256 sum',
          'CORRUPT_FILE',
        );
      }),
      { numRuns: 30 },
    );
    const { 'weights.bin': weights, ...rest } = files;
    await rejected(rest, 'expected a file "weights.bin", got model.json, tasks.json');
    await rejected(
      { ...files, 'weights.bin': weights?.slice(4) as Uint8Array },
      `"weights.bin" must have ${weights?.length} bytes, got ${Number(weights?.length) - 4}`,
      'CORRUPT_FILE',
    );
  });

  test.each([
    ['../weights.bin'],
    ['/etc/passwd'],
    ['a/b.bin'],
    ['..'],
    ['https://example.org/w.bin'],
    ['C:\\w.bin'],
    ['tasks.json'],
    [7],
  ])('reject the weight path %s', async (path) => {
    await rejected(
      await editedJson(files, 'model.json', (json) => (json.weightsManifest[0].paths = [path])),
      'expected weight files to be named by a plain name such as "weights.bin"',
    );
  });

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON that is broken on purpose
  test.each<[string, string, (json: any) => void, string | RegExp]>([
    [
      'an unknown layer',
      'model.json',
      (json) => (json.modelTopology.config.layers[1].class_name = 'Lambda'),
      'has the class "Lambda", which tfjs does not know',
    ],
    [
      'a cycle of layers',
      'model.json',
      (json) => (json.modelTopology.config.layers[1].inbound_nodes[0][0][0] = json.modelTopology.config.layers[3].name),
      'to feed each other without cycles',
    ],
    [
      'a layer that is not there',
      'model.json',
      (json) => (json.modelTopology.config.layers[1].inbound_nodes[0][0][0] = 'nowhere'),
      'waits for nowhere[0]',
    ],
    [
      'a huge number',
      'model.json',
      (json) => (json.modelTopology.config.layers[1].config.filters = 1e12),
      'has the number 1000000000000 in a layer',
    ],
    [
      'a layer of another size',
      'model.json',
      (json) => (json.modelTopology.config.layers[1].config.filters = 5),
      /its layers have more weights than the \d+ that come with it/,
    ],
    [
      'a smaller layer',
      'model.json',
      (json) => (json.modelTopology.config.layers[1].config.filters = 3),
      /expected weight "\w+\/\w+" to have \d+ values/,
    ],
    [
      'a layer that cannot be built',
      'model.json',
      (json) =>
        (json.modelTopology.config.layers.find(
          ({ class_name: kind }: { class_name: string }) => kind === 'BatchNormalization',
        ).config.axis = 9),
      'tfjs cannot build the network in model.json',
    ],
    [
      'no manifest',
      'model.json',
      (json) => delete json.weightsManifest,
      'expected a list "weightsManifest" in model.json',
    ],
    [
      'a missing weight',
      'model.json',
      (json) => (json.weightsManifest[0].weights[0].name = 'other'),
      'expected weight "trunk_conv2d/kernel" to have 108 values [3, 3, 3, 4], got none',
    ],
    [
      'a weight too many',
      'model.json',
      (json) => json.weightsManifest[0].weights.push({ name: 'x', shape: [1], dtype: 'float32' }),
      'bytes of weights in weights.bin, got',
    ],
    [
      'quantized weights',
      'model.json',
      (json) => (json.weightsManifest[0].weights[0].dtype = 'uint8'),
      'to be float32 and not quantized, got "uint8"',
    ],
    [
      'an odd shape',
      'model.json',
      (json) => (json.weightsManifest[0].weights[0].shape = [1e300, 1e300]),
      'to be a list of whole numbers',
    ],
    [
      'a sequential model',
      'model.json',
      (json) => (json.modelTopology.class_name = 'Sequential'),
      'to be a functional model of tfjs',
    ],
    [
      'another activation',
      'model.json',
      (json) => (json.modelTopology.config.layers.at(-2).config.activation = 'relu'),
      'as its task says, got "relu"',
    ],
    [
      'other tasks',
      'tasks.json',
      (json) => delete json.tasks.ripe,
      'expected the outputs size_output [null,1], fruit_output [null,3], as the tasks say',
    ],
    ['an unknown kind of task', 'tasks.json', (json) => (json.tasks.ripe.kind = 'magic'), '"kind" must be one of'],
    [
      'another image',
      'tasks.json',
      (json) => (json.imageShape = [6, 6, 3]),
      'expected one input [null, 6, 6, 3], as tasks.json says, got [[null,6,5,3]]',
    ],
    [
      'an absurd image',
      'tasks.json',
      (json) => (json.imageShape = [1e6, 1e6, 3]),
      'to be [height, width, channels] of at most',
    ],
    ['a newer format', 'tasks.json', (json) => (json.formatVersion = 2), 'Was it written by a newer polyhead?'],
    ['another format', 'tasks.json', (json) => (json.format = 'onnx'), 'to be polyhead-model, got "onnx"'],
    ['no sums', 'tasks.json', (json) => (json.files = {}), 'expected a size and sum of "model.json" in tasks.json'],
    [
      'deep nesting',
      'tasks.json',
      (json) => (json.deep = JSON.parse('['.repeat(90) + ']'.repeat(90))),
      'to be nested at most 64 deep',
    ],
  ])('reject %s', async (_, name, edit, message) => {
    await rejected(await editedJson(files, name, edit), message);
  });

  test('reject JSON that reaches for prototypes, is too large or is none', async () => {
    const polluted = new TextEncoder().encode(
      new TextDecoder().decode(files['model.json']).replace('"config"', '"__proto__": {"polluted": 1}, "config"'),
    );
    await rejected(await resealed({ ...files, 'model.json': polluted }), 'has a member "__proto__"');
    await rejected(
      { ...files, 'tasks.json': new Uint8Array(2 ** 24 + 1) },
      'expected tasks.json to have at most 16777216 bytes',
    );
    await rejected({ ...files, 'tasks.json': Uint8Array.of(0xff) }, 'expected JSON in tasks.json');
    await rejected(
      { ...files, 'tasks.json': new TextEncoder().encode('[]') },
      'expected a JSON object in tasks.json, got a list',
    );
  });

  test('reject weights that no layer has', async () => {
    const weights = Uint8Array.from([...(files['weights.bin'] as Uint8Array), 0, 0, 0, 0]);
    const changed = await editedJson({ ...files, 'weights.bin': weights }, 'model.json', (json) =>
      json.weightsManifest[0].weights.push({ name: 'x', shape: [1], dtype: 'float32' }),
    );
    await rejected(
      await resealed(changed),
      /expected \d+ weights, got \d+\. model.json and the weights belong to different models/,
    );
  });

  test.each([NaN, Infinity, -Infinity])('reject the weight %d, when reading and when writing', async (value) => {
    const weights = (files['weights.bin'] as Uint8Array).slice();
    new Float32Array(weights.buffer)[200] = value;
    await rejected(
      await resealed({ ...files, 'weights.bin': weights }),
      'has values that are not finite (NaN or infinite)',
    );
    const network = tinyNetwork();
    const [variable] = network.model.weights;
    tidy(() => void variable?.write(fill(variable.shape as number[], value)));
    await expect(toArtifacts(network)).rejects.toThrow(
      'toArtifacts: weight "trunk_conv2d/kernel" has values that are not finite',
    );
    network.dispose();
  });

  test('take the caller’s tasks only where they mean the same', async () => {
    const network = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 16 });
    const saved = await toArtifacts(network);
    network.dispose();
    (
      await fromArtifacts(saved, {
        tasks: { ...faceTasks(), age: regression({ scale: 116, unit: 'years', min: 0, loss: 'huber' }) },
      })
    ).dispose();
    await expect(fromArtifacts(saved, { tasks: faceTasks({ maxAge: 100 }) })).rejects.toThrow(
      'fromArtifacts: expected task "age" to be {"kind":"regression","min":0,"scale":100,"unit":"years"}, got',
    );
    await expect(fromArtifacts(saved, { tasks: { age: regression() } })).rejects.toThrow(
      'expected a network with the tasks age, got one with age, race, gender',
    );
  });
});
