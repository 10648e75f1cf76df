// What browsers need. The whole way was also tried in Chromium: with the decoder of @polyhead/batches its predictions
// are Node's to the last bit.
import { createPredictor } from '@polyhead/model';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietCpu, tinyNetwork } from './tiny-network';

beforeAll(quietCpu);

/** Stands in for the browser's decoder: one gray image of the network's size. */
function stubBrowser(): { readonly closed: () => boolean; readonly remove: () => void } {
  let closed = false;
  const bitmap = { width: 5, height: 6, close: () => void (closed = true) };
  const getImageData = (x: number, y: number, width: number, height: number) => ({
    width,
    height,
    data: new Uint8ClampedArray(width * height * 4).fill(90),
  });
  class Canvas {
    readonly getContext = () => ({ drawImage: () => undefined, getImageData });
  }
  Object.assign(globalThis, { createImageBitmap: async () => bitmap, OffscreenCanvas: Canvas });
  return {
    closed: () => closed,
    remove: () => ['createImageBitmap', 'OffscreenCanvas'].forEach((name) => Reflect.deleteProperty(globalThis, name)),
  };
}

test('a predictor without "decode" reads bytes with the browser’s decoder, and lets go of its image', async () => {
  const network = tinyNetwork();
  const predictor = createPredictor(network);
  const expected = await predictor.predict({ width: 5, height: 6, data: new Uint8Array(90).fill(90) });
  const browser = stubBrowser();
  expect(await predictor.predict(Uint8Array.of(1, 2, 3))).toEqual(expected);
  expect(browser.closed()).toBe(true);
  browser.remove();
  predictor.dispose();
});

test('only files of the entry for Node import anything of Node', () => {
  const source = join(__dirname, '../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const withNode = files.filter((file) =>
    /from '(node:|\.\/node\/|\.\.\/node\/)/.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(20);
  for (const file of withNode) expect(file).toMatch(/^node(\.ts|\/)/);
});

test('the version in saved models is the package’s', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
  expect(readFileSync(join(__dirname, '../src/files/version.ts'), 'utf8')).toContain(`'${version}'`);
});
