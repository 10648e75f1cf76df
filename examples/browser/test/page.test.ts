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
    const { status, stderr } = spawnSync(join(example, 'node_modules/.bin/vite'), ['build', '--outDir', folder, '--emptyOutDir', '--minify', 'false', '--logLevel', 'error'], { cwd: example, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(files.map(({ parentPath, name }) => [`${parentPath.slice(folder.length)}/${name}`, readFileSync(join(parentPath, name))]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the button saves, as files to choose. */
async function saveModel(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.getByRole('button', { name: 'Save the model' }).click();
  while (downloads.length < 3) await page.waitForEvent('download');
  return Promise.all(downloads.map(async (download) => ({ name: download.suggestedFilename(), mimeType: '', buffer: readFileSync(await download.path()) })));
}

describeInBrowser()('the page in chromium', () => {
  let files: Map<string, Uint8Array>;
  let opened: OpenedPage;
  beforeAll(async () => { files = await builtPage(); });
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
    await status.filter({ hasText: /Trained after/ }).or(status.locator('.error')).waitFor({ timeout: 50_000 });
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
    expect(await opened.page.locator('#epochs tr td:first-of-type').allTextContents()).toEqual(losses); // same seed, same run
    await opened.page.getByText(/^Right: gender \d, race \d/).waitFor();
    expect(await opened.page.getByRole('img', { name: /^Loss: training from .* in 2 epochs/ }).count()).toBe(1);
  });

  it('answers about a picture, on one thread where memory is not shared, and loads the model that it saved', async () => {
    opened = await openPage(files, { isolated: false, headers: security });
    const { page } = opened;
    await page.getByText('WebAssembly, one thread').waitFor();
    await train('100', '1');
    await page.locator('#file').setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await page.getByText('has seen drawn figures only').waitFor();
    const answers = await page.locator('#results section').allTextContents();
    expect(answers).toEqual([expect.stringMatching(/^age.*years$/), expect.stringMatching(/^race/), expect.stringMatching(/^gender/)]);

    await page.locator('#model-files').setInputFiles(await saveModel(page));
    await page.getByText(/three files: age, race, gender; [\d,]+ parameters/).waitFor();
    await page.getByText('has seen drawn figures only').waitFor({ state: 'detached' });
    expect(await page.locator('#results section').allTextContents()).toEqual(answers);
  });

  it('asks nobody but its own server for anything, and is held to that', async () => {
    opened = await openPage(files, { headers: security });
    const { page, requests, troubles } = opened;
    await page.getByText(/WebAssembly, /).waitFor();
    const origin = new URL(page.url()).origin;
    expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith(`blob:${origin}`) && !url.startsWith('data:'))).toEqual([]);
    const refused = page.evaluate(() => new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
      fetch('https://example.org/').catch(() => undefined);
    }));
    expect(await refused).toBe('connect-src');
    expect(troubles.splice(0).every((trouble) => trouble.includes('example.org'))).toBe(true);
  });
});
