// A whole report in a real browser: at the widths of a phone, a tablet and a screen, light and dark, on paper, and what
// a screen reader is told.
import { compareRuns, palette, renderReport } from '@polyhead/report';
import { describeInBrowser, openPage, type OpenedPage } from '../../../../scripts/open-browser';
import { genders, madeUpHistory, madeUpNetwork, madeUpRecords, madeUpResult, races } from '../fixtures';

const records = madeUpRecords(600);
const split = {
  train: records.slice(0, 80),
  validation: records.slice(80, 120),
  test: records.slice(120),
  seed: 7,
  hash: 'a1b2c3',
};
const input = {
  records,
  rejected: [{ file: 'faces/notes.txt', reason: 'expected .jpg, got .txt' }],
  split,
  history: madeUpHistory,
  result: madeUpResult(split.test),
  network: madeUpNetwork,
  reproduction: { command: 'node train.js', versions: { polyhead: '0.1.0' } },
};

describeInBrowser()('a whole report in chromium', () => {
  let opened: OpenedPage;
  const page = (): OpenedPage['page'] => opened.page;
  beforeAll(async () => {
    opened = await openPage(new Map([['/index.html', await renderReport(input, { resamples: 20, minGroupSize: 1 })]]));
  });
  afterAll(() => opened.close());
  beforeEach(() => page().emulateMedia({ media: 'screen', colorScheme: 'light' }));

  it.each([375, 768, 1280])('does not scroll sideways at %i pixels, and cuts nothing off', async (width) => {
    await page().setViewportSize({ width, height: 800 });
    const found = await page().evaluate(() => {
      const scrolls = (element: Element | null): boolean =>
        element !== null && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
      const beyond = [...document.body.querySelectorAll('*')].filter(
        (element) =>
          !element.closest('.skip') &&
          element.getBoundingClientRect().right > innerWidth + 1 &&
          !scrolls(element.parentElement),
      );
      return {
        wide: document.documentElement.scrollWidth - innerWidth,
        beyond: beyond.map((element) => element.outerHTML.slice(0, 80)),
      };
    });
    expect(found).toEqual({ wide: expect.any(Number), beyond: [] });
    expect(found.wide).toBeLessThanOrEqual(0);
  });

  it('shows group intervals on a phone, a shadow on scrollable boxes, and whole names in print', async () => {
    await page().setViewportSize({ width: 375, height: 800 });
    const look = () =>
      page().evaluate(() => {
        const cells = [...document.querySelectorAll('#groups .beside tbody td:nth-child(4)')].map(
          (cell) => cell.getBoundingClientRect().right - innerWidth,
        );
        return {
          cells: cells.length,
          beyond: Math.max(...cells),
          shadow: getComputedStyle(document.querySelector('.scroll') as Element).backgroundImage,
          name: getComputedStyle(document.querySelector('.polyhead-gallery p') as Element).whiteSpace,
        };
      });
    expect(await look()).toMatchObject({
      cells: expect.any(Number),
      shadow: expect.stringMatching(/(?:linear-gradient.*){4}/),
      name: 'nowrap',
    });
    expect((await look()).beyond).toBeLessThan(0);
    await page().emulateMedia({ media: 'print' });
    expect(await look()).toMatchObject({ shadow: 'none', name: 'normal' });
  });

  it.each([
    ['McNemar', 1280, 7],
    ['the score', 375, 3],
  ])('shows %s of compared runs of long names at %i pixels', async (_, width, column) => {
    const runs = ['a run of many words, each of which is short', 'runs/a_name_of_one_word_that_goes_on_and_on'].map(
      (name) => ({ name, result: input.result }),
    );
    const compared = await openPage(new Map([['/index.html', await compareRuns(runs, { resamples: 20 })]]));
    await compared.page.setViewportSize({ width, height: 800 });
    const ends = await compared.page.evaluate(
      (place) =>
        [...document.querySelectorAll(`tr > :nth-child(${place})`)]
          .filter((cell) => cell.closest('table')?.getAttribute('aria-label') === 'Race by run')
          .map((cell) => cell.getBoundingClientRect().right),
      column,
    );
    await compared.close();
    expect([ends.length, Math.max(...ends) <= width]).toEqual([3, true]);
  });

  it.each(['light', 'dark'] as const)(
    'is %s where the reader prefers that, in its drawings too',
    async (colorScheme) => {
      await page().emulateMedia({ colorScheme });
      const [paper, ...inks] = await page().evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.body).color,
        getComputedStyle(document.querySelector('.figure svg text') as Element).fill,
      ]);
      expect(brightness(paper)).toBeCloseTo(brightness(palette.paper[colorScheme]), 5);
      for (const ink of inks) expect(Math.abs(brightness(ink) - brightness(paper))).toBeGreaterThan(0.4);
    },
  );

  it('prints on several pages, light, with the groups that are crossed', async () => {
    await page().emulateMedia({ media: 'print', colorScheme: 'dark' });
    const found = await page().evaluate(() => {
      const shown = [...document.querySelectorAll('#groups table')].filter(
        (table) => table.getClientRects().length > 0 && table.getBoundingClientRect().height > 20,
      );
      return {
        paper: getComputedStyle(document.body).backgroundColor,
        rows: shown
          .flatMap((table) => [...table.querySelectorAll('tbody tr')])
          .map((row) => [...row.children].map((cell) => cell.textContent).join(' ')),
      };
    });
    const crossed = found.rows.filter((row) =>
      [races, genders].every((labels) => labels.some((label) => row.split(' ').includes(label))),
    );
    expect(brightness(found.paper)).toBe(1);
    expect(crossed.length).toBeGreaterThan(2);
    const pdf = (await page().pdf()).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
  });

  it('fits the drawing of a deep network on a page of paper', async () => {
    const layers = ['age', 'race'].flatMap((branch) =>
      Array.from({ length: 60 }, (_, index) => ({
        name: `${branch}${index}`,
        className: 'Dense',
        outputShape: [null, 1],
        parameters: 1,
        inbound: index === 0 ? [] : [`${branch}${index - 1}`],
        branch,
      })),
    );
    const deep = await openPage(new Map([['/index.html', await renderReport({ network: { layers } })]]));
    await deep.page.emulateMedia({ media: 'print' });
    const { width, height, drawn } = await deep.page.evaluate(() => {
      const svg = document.querySelector('#network svg') as SVGSVGElement;
      const { width: across, height: down } = svg.getBoundingClientRect();
      return { width: across, height: down, drawn: svg.viewBox.baseVal.height / svg.viewBox.baseVal.width };
    });
    await deep.close();
    expect(height).toBeLessThan(500);
    expect(height / width).toBeCloseTo(drawn, 1);
  });

  it('names every image, drawing and link, and never skips a heading', async () => {
    const found = await page().evaluate(() => {
      const nameOf = (element: Element): string =>
        element.getAttribute('alt') ??
        element.getAttribute('aria-label') ??
        document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ??
        element.querySelector('title')?.textContent ??
        '';
      const drawings = [...document.querySelectorAll('img, svg')].filter(
        (element) => element.closest('[aria-hidden="true"]') === null,
      );
      const links = [...document.querySelectorAll('a, summary')].filter(
        (element) => (element.textContent ?? '').trim() === '',
      );
      return {
        count: drawings.length,
        nameless: [...drawings.filter((element) => nameOf(element).trim() === ''), ...links].map((element) =>
          element.outerHTML.slice(0, 80),
        ),
        levels: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1])),
      };
    });
    expect(found.count).toBeGreaterThan(15);
    expect(found.nameless).toEqual([]);
    expect(found.levels.filter((level, index) => level > (found.levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(found.levels.filter((level) => level === 1)).toHaveLength(1);
  });

  it('is read within the time that a big file may take, without a complaint of the browser', async () => {
    const { domContentLoadedEventEnd } = await page().evaluate(
      () =>
        (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).toJSON() as {
          domContentLoadedEventEnd: number;
        },
    );
    expect(opened.troubles).toEqual([]);
    expect(domContentLoadedEventEnd).toBeGreaterThan(0);
    if (process.env.POLYHEAD_TIMES !== undefined)
      process.stdout.write(`DOMContentLoaded after ${domContentLoadedEventEnd.toFixed(0)} ms\n`);
  });
});

/** From 0, black, to 1, white. Of `rgb(1, 2, 3)` or `#010203`. */
function brightness(color: string | undefined): number {
  const parts = color?.startsWith('#')
    ? [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
    : (color?.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / 765;
}
