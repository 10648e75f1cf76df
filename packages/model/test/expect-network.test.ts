import { expectNetwork } from '@polyhead/model';
import { tinyNetwork } from './tiny-network';

describe('expectNetwork', () => {
  const network = tinyNetwork();
  afterAll(() => network.dispose());

  test('lets a network pass', () => {
    expect(expectNetwork('train', network)).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['its tfjs model', network.model, 'an object without "model" and "tasks" and "imageShape"'],
    ['the promise of one', Promise.resolve(network), 'a promise (await it)'],
  ])('refuses %s, and says what to pass', (_, value, came) => {
    expect(() => expectNetwork('train', value)).toThrow(
      `train: expected a network, got ${came}. Pass e.g. what buildFaceNet, assembleModel or loadModel returned.`,
    );
  });
});
