import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describeInBrowser, openPage, type OpenedPage } from '../../../../scripts/open-browser';
import type { tests } from './kernels-page';

declare const globalThis: { tests: typeof tests };

const wasmOut = dirname(
  createRequire(join(__dirname, 'x')).resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm'),
);

async function pageFiles(): Promise<Map<string, string | Uint8Array>> {
  const entry = join(__dirname, 'kernels-page.ts');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['@polyhead/source'],
    target: 'es2022',
    logLevel: 'error',
    define: { global: 'globalThis' },
  });
  const binaries = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];
  return new Map<string, string | Uint8Array>([
    [
      '/index.html',
      '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>kernels</title><script type="module" src="/page.js"></script>',
    ],
    ['/page.js', outputFiles[0]!.text],
    ...binaries.map((name) => [`/wasm/${name}`, readFileSync(join(wasmOut, name))] as const),
  ]);
}

const modes = [
  { title: 'in a page without cross-origin isolation', isolated: false, asked: undefined, own: false, threads: 1 },
  { title: 'in an isolated page with one thread', isolated: true, asked: 1, own: false, threads: 1 },
  { title: 'in an isolated page with two threads', isolated: true, asked: 2, own: false, threads: 2 },
  { title: "in an isolated page that has started tfjs' own threads", isolated: true, asked: 2, own: true, threads: 1 },
] as const;

describeInBrowser()('the wasm engine in chromium', () => {
  let files: Map<string, string | Uint8Array>;
  const results: number[][] = [];
  beforeAll(async () => {
    files = await pageFiles();
  });

  describe.each(modes)('$title', ({ isolated, asked, own, threads }) => {
    let opened: OpenedPage;
    beforeAll(async () => {
      opened = await openPage(files, { isolated });
    });
    afterAll(() => opened.close());

    it('starts with as many threads as can share memory', async () => {
      await opened.page.waitForFunction(() => 'tests' in globalThis);
      expect(
        await opened.page.evaluate(([count, before]) => globalThis.tests.start(count, before), [asked, own] as const),
      ).toEqual({ threads, backend: 'wasm', isolated });
    });

    it('computes every kernel as the cpu backend does', async () => {
      const differences = await opened.page.evaluate(() => globalThis.tests.kernels());
      expect(Object.keys(differences).length).toBeGreaterThan(15);
      expect(Object.entries(differences).filter(([, difference]) => !(difference < 2e-5))).toEqual([]);
    });

    it('trains: the loss falls', async () => {
      const losses = await opened.page.evaluate(() => globalThis.tests.losses());
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(losses[19]).toBeLessThan(losses[0]! * 0.8);
    });

    it('gives the same bits as in the other modes, and writes nothing to the console', async () => {
      results.push(await opened.page.evaluate(() => globalThis.tests.bits()));
      expect(results.at(-1)).toEqual(results[0]);
      expect(opened.troubles).toEqual([]);
    });
  });
});
