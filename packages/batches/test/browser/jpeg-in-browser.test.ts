import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jpegDecoder } from '@polyhead/batches';
import { build } from 'esbuild';
import { describeInBrowser, openPage } from '../../../../scripts/open-browser';
import type { decodeAll } from './decode-page';

declare const globalThis: { decodeAll: typeof decodeAll };

const files = readFileSync(join(__dirname, '../golden/random-jpeg.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { jpeg: string }).jpeg);

function decodedInNode(file: string): string {
  try {
    const { width, height, data } = jpegDecoder().decode(Buffer.from(file, 'base64'));
    return `${width} x ${height}: ${data.join()}`;
  } catch (error) {
    return String(error);
  }
}

async function pageFiles(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'decode-page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['@polyhead/source'],
    target: 'es2022',
    logLevel: 'error',
  });
  return new Map([
    ['/index.html', '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'],
    ['/page.js', outputFiles[0]!.text],
  ]);
}

describeInBrowser()('in chromium', () => {
  test(`jpegDecoder decodes and rejects ${files.length} JPEGs as in Node, and keeps ImageData`, async () => {
    const { page, troubles, requests, close } = await openPage(await pageFiles());
    try {
      await page.waitForFunction(() => 'decodeAll' in globalThis);
      const texts = await page.evaluate((all) => globalThis.decodeAll(all), files);
      expect(texts).toEqual([...files.map(decodedInNode), 'native: true']);
      expect(requests.map((address) => new URL(address).pathname)).toEqual(['/', '/page.js']);
      expect(troubles).toEqual([]);
    } finally {
      await close();
    }
  });
});
