import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
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
    await page.getByText(/Trained after \d+ seconds/).waitFor({ timeout: 50_000 });
  };

  it('trains a network with threads, draws its curve and tells new figures', async () => {
    opened = await openPage(files);
    await opened.page.getByText(/WebAssembly, \d+ threads/).waitFor();
    await train('300', '2');
    expect(await opened.page.locator('#epochs tr').count()).toBe(2);
    const losses = await opened.page.locator('#epochs tr td:first-of-type').allTextContents();
    expect(Number(losses[1])).toBeLessThan(Number(losses[0]));
    await opened.page.getByText(/^Right: gender \d, race \d/).waitFor();
    expect(await opened.page.getByRole('img', { name: /^Loss: training from .* in 2 epochs/ }).count()).toBe(1);
  });

  it('answers about a picture that is chosen, without cross-origin isolation too', async () => {
    opened = await openPage(files, { isolated: false });
    await opened.page.getByText('WebAssembly, one thread').waitFor();
    await train('100', '1');
    const picture = await opened.page.screenshot();
    await opened.page.locator('#file').setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: picture });
    await opened.page.getByText('has seen drawn figures only').waitFor();
    expect(await opened.page.locator('#results h3').allTextContents()).toEqual([expect.stringMatching(/^age/), expect.stringMatching(/^race/), expect.stringMatching(/^gender/)]);
  });
});
