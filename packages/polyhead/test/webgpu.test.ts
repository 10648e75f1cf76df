import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeInBrowser, openPage, type OpenedPage } from '../../../scripts/open-browser';
import type { tests } from './webgpu-page';

declare const globalThis: { tests: typeof tests };

const wasmFile = 'tfjs-backend-wasm-simd.wasm';
// a graphics card in software
const flags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

async function pageFiles(): Promise<Map<string, string | Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'webgpu-page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['@polyhead/source'],
    target: 'es2022',
    logLevel: 'error',
    define: { global: 'globalThis' },
  });
  return new Map<string, string | Uint8Array>([
    [
      '/index.html',
      '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>WebGPU</title><script type="module" src="/page.js"></script>',
    ],
    ['/page.js', outputFiles[0]!.text],
    [`/wasm/${wasmFile}`, readFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/wasm-out/${wasmFile}`))],
  ]);
}

describeInBrowser()('WebGPU in chromium, on a software driver', () => {
  let opened: OpenedPage;
  const run = (backend: string) => opened.page.evaluate((name) => globalThis.tests.trainOn(name), backend);
  beforeAll(async () => {
    opened = await openPage(await pageFiles(), { isolated: false, flags });
    await opened.page.waitForFunction(() => 'tests' in globalThis);
  });
  afterAll(() => opened.close());

  it('trains with the losses of the cpu backend, also after the wasm engine has registered its gradients', async () => {
    const cpu = await run('cpu');
    await opened.page.evaluate(() => globalThis.tests.startWasm());
    for (const backend of ['wasm', 'webgpu', 'cpu']) {
      const { losses, ...rest } = await run(backend);
      expect(rest).toEqual({ backend, tensors: 0 });
      losses.forEach((loss, i) => {
        expect(Math.abs(loss / cpu.losses[i]! - 1)).toBeLessThan(1e-3);
      });
    }
    expect(opened.troubles).toEqual([]);
  });
});
