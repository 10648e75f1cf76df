import { assertNetwork } from '@polyhead/model';
import { tinyNetwork } from './tiny-network';

describe('assertNetwork', () => {
  const network = tinyNetwork();
  afterAll(() => network.dispose());

  test('lets a network pass', () => {
    expect(assertNetwork('train', network)).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['its tfjs model', network.model, 'an object without "model" and "tasks" and "imageShape"'],
    ['the promise of one', Promise.resolve(network), 'a promise (await it)'],
  ])('rejects %s, and says what to pass', (_, value, came) => {
    expect(() => assertNetwork('train', value)).toThrow(
      `train: expected a network, got ${came}. Pass e.g. what buildFaceNet, buildNetwork or loadModel returned.`,
    );
  });
});
