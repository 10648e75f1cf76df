import '@tensorflow/tfjs-layers';
import { buildFaceNet, createPredictor, toArtifacts } from '@polyhead/model';
import { faceTasks } from '@polyhead/core';
import { useWasm } from '@polyhead/wasm';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Download, Page } from 'playwright-core';
import { security } from '../headers';
import { describeInBrowser, openPage, type OpenedPage } from '../../../scripts/open-browser';

const example = join(__dirname, '..');

/** The page as vite builds it, by path. */
async function builtPage(): Promise<Map<string, Uint8Array>> {
  const folder = await mkdtemp(join(tmpdir(), 'polyhead-page-'));
  try {
    const { status, stderr } = spawnSync(
      join(example, 'node_modules/.bin/vite'),
      ['build', '--outDir', folder, '--emptyOutDir', '--minify', 'false', '--logLevel', 'error'],
      { cwd: example, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      files.map(({ parentPath, name }) => [
        `${parentPath.slice(folder.length)}/${name}`,
        readFileSync(join(parentPath, name)),
      ]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A PNG file of 40 x 40 pixels of one gray. */
async function grayImage(page: Page): Promise<Buffer> {
  const address = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'rgb(120 120 120)';
    context.fillRect(0, 0, 40, 40);
    return canvas.toDataURL();
  });
  return Buffer.from(address.split(',')[1]!, 'base64');
}

/** What the button saves, as files to choose. */
async function saveModel(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.getByRole('button', { name: 'Save the model' }).click();
  while (downloads.length < 3) await page.waitForEvent('download');
  return Promise.all(
    downloads.map(async (download) => ({
      name: download.suggestedFilename(),
      mimeType: '',
      buffer: readFileSync(await download.path()),
    })),
  );
}

describeInBrowser()('the page in chromium', () => {
  let files: Map<string, Uint8Array>;
  let opened: OpenedPage;
  beforeAll(async () => {
    files = await builtPage();
  });
  afterEach(async () => {
    await opened.close();
    expect(opened.troubles).toEqual([]);
  });

  const train = async (figures: string, epochs: string): Promise<void> => {
    const { page } = opened;
    await page.getByRole('spinbutton', { name: 'Figures' }).fill(figures);
    await page.getByRole('spinbutton', { name: 'Epochs' }).fill(epochs);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const status = page.locator('#train-status');
    await status
      .filter({ hasText: /Trained after/ })
      .or(status.locator('.error'))
      .waitFor({ timeout: 50_000 });
    expect(await status.textContent()).toMatch(/^Trained after \d+ seconds/);
  };

  it('trains a network with threads, draws its curve and tells new figures', async () => {
    opened = await openPage(files, { headers: security });
    await opened.page.getByText(/WebAssembly, \d+ threads/).waitFor();
    await train('200', '2');
    expect(await opened.page.locator('#epochs tr').count()).toBe(2);
    const losses = await opened.page.locator('#epochs tr td:first-of-type').allTextContents();
    expect(Number(losses[1])).toBeLessThan(Number(losses[0]));
    await train('200', '2');
    // same seed, same run
    expect(await opened.page.locator('#epochs tr td:first-of-type').allTextContents()).toEqual(losses);
    await opened.page.getByText(/^Right: gender \d, race \d/).waitFor();
    expect(await opened.page.getByRole('img', { name: /^Loss: training from .* in 2 epochs/ }).count()).toBe(1);
  });

  it('predicts an image, on one thread where memory is not shared, and loads the model that it saved', async () => {
    opened = await openPage(files, { isolated: false, headers: security });
    const { page } = opened;
    await page.getByText('WebAssembly, one thread').waitFor();
    await train('100', '1');
    await page
      .locator('#file')
      .setInputFiles({ name: 'image.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await page.getByText('has seen drawn figures only').waitFor();
    const answers = await page.locator('#results section').allTextContents();
    expect(answers).toEqual([
      expect.stringMatching(/^age.*years$/),
      expect.stringMatching(/^race/),
      expect.stringMatching(/^gender/),
    ]);

    await page.locator('#model-files').setInputFiles(await saveModel(page));
    await page.getByText(/three files: age, race, gender; [\d,]+ parameters/).waitFor();
    await page.getByText('has seen drawn figures only').waitFor({ state: 'detached' });
    expect(await page.locator('#results section').allTextContents()).toEqual(answers);
  });

  it('answers as Node does, by a model that is served beside the page', async () => {
    await useWasm({ threads: 1 });
    const network = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 24, seed: 3 });
    const model = Object.entries(await toArtifacts(network)).map(([name, bytes]) => [`/model/${name}`, bytes] as const);
    const { age, race } = await createPredictor(network).predict({
      width: 24,
      height: 24,
      data: new Uint8Array(24 * 24 * 3).fill(120),
    });
    opened = await openPage(new Map([...files, ...model]), { headers: security, path: '/?model=model/' });
    await opened.page.getByText('model/: age, race, gender').waitFor();
    await opened.page
      .locator('#file')
      .setInputFiles({ name: 'gray.png', mimeType: 'image/png', buffer: await grayImage(opened.page) });
    await opened.page.locator('#told').filter({ hasText: 'age' }).waitFor();
    expect(await opened.page.locator('#told').textContent()).toContain(
      `age ${age.toFixed(1)} years; race ${race.label}, ${(race.probability * 100).toFixed(1)}%`,
    );
  });

  it('takes images with the camera, and lets it go', async () => {
    opened = await openPage(files, {
      headers: security,
      flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    });
    const { page } = opened;
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    await page.getByRole('button', { name: 'Take the image' }).click();
    await page.getByLabel('Image from the camera').waitFor();
    expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.srcObject)).toBeNull();
  });

  it('asks nobody but its own server for anything, and is held to that', async () => {
    opened = await openPage(files, { headers: security });
    const { page, requests, troubles } = opened;
    await page.getByText(/WebAssembly, /).waitFor();
    const origin = new URL(page.url()).origin;
    expect(
      requests.filter(
        (url) => !url.startsWith(origin) && !url.startsWith(`blob:${origin}`) && !url.startsWith('data:'),
      ),
    ).toEqual([]);
    const rejected = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
          fetch('https://example.org/').catch(() => undefined);
        }),
    );
    expect(await rejected).toBe('connect-src');
    expect(troubles.splice(0).every((trouble) => trouble.includes('example.org'))).toBe(true);
  });
});
