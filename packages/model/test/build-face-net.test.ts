import { classification, faceTasks, regression } from '@polyhead/core';
import { buildFaceNet, type FaceNetPreset } from '@polyhead/model';
import { memory } from '@tensorflow/tfjs-core';
import { quietCpu } from './tiny-network';

beforeAll(quietCpu);

describe('buildFaceNet', () => {
  test('has the article’s number of parameters and names of outputs', () => {
    const { model, dispose } = buildFaceNet({ tasks: faceTasks() });
    const trainable = model.trainableWeights.reduce(
      (sum, weight) => sum + weight.shape.reduce<number>((a, b) => a * (b ?? 1), 1),
      0,
    );
    expect(model.name).toBe('face_net');
    expect(model.outputNames).toEqual(['age_output', 'race_output', 'gender_output']);
    expect([model.countParams(), trainable]).toEqual([3_192_648, 3_191_400]);
    dispose();
  });

  test('rejects images smaller than the pools allow, and says which are large enough', () => {
    const { numTensors } = memory();
    const build = (preset: FaceNetPreset, imageSize: number): void =>
      buildFaceNet({ tasks: { age: regression() }, preset, imageSize }).dispose();
    expect(() => build('baseline', 11)).toThrow(
      'buildFaceNet: expected images of at least 12 x 12 pixels (height x width), got 11 x 11',
    );
    expect(() => build('small', 3)).toThrow('at least 16 x 16 pixels');
    expect(() => build('residual', 2)).toThrow('at least 3 x 3 pixels');
    build('baseline', 12);
    build('small', 16);
    build('residual', 3);
    expect(memory().numTensors).toBe(numTensors);
  });

  test.each<[unknown, string]>([
    [0, '0'],
    [2.5, '2.5'],
    [1e6, '1000000'],
    [NaN, 'NaN'],
    ['198', '"198"'],
  ])('rejects the image size %p by its name', (imageSize, shown) => {
    expect(() => buildFaceNet({ tasks: faceTasks(), imageSize: imageSize as number })).toThrow(
      `buildFaceNet: "imageSize" must be a whole number of pixels from 1 to 4729, got ${shown}. Pass e.g. 198.`,
    );
  });

  test('rejects a preset and a seed that there cannot be', () => {
    expect(() => buildFaceNet({ tasks: faceTasks(), preset: 'slow' as 'small' })).toThrow(
      /^buildFaceNet: "preset" must be one of baseline, small.*, got "slow"\.$/,
    );
    expect(() => buildFaceNet({ tasks: faceTasks(), imageSize: 24, seed: 0.5 })).toThrow(
      'buildFaceNet: "seed" must be a whole number, got 0.5.',
    );
  });

  test.each(['baseline', 'small', 'residual'] as const)('takes any tasks with the preset %s', (preset) => {
    const network = buildFaceNet({
      tasks: { fruit: classification(['apple', 'pear', 'plum']) },
      preset,
      imageSize: 16,
    });
    expect(network.model.outputs.map((output) => output.shape)).toEqual([[null, 3]]);
    network.dispose();
  });

  test('strong sees 80 pixels, shares all but the outputs, and has fewer weights than the article’s', () => {
    const { model, imageShape, dispose } = buildFaceNet({ tasks: faceTasks(), preset: 'residual' });
    const own = model.layers
      .filter(({ name }) => /^(?:age|race|gender)_/.test(name))
      .reduce((sum, layer) => sum + layer.countParams(), 0);
    expect(imageShape).toEqual([80, 80, 3]);
    expect(own).toBe(8 * 193);
    expect(model.countParams()).toBeLessThan(3_192_648);
    dispose();
  });
});
