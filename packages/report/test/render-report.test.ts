import { palette, renderReport, type ReportInput } from '@polyhead/report';
import fc from 'fast-check';
import { madeUpHistory, madeUpNetwork, madeUpRecords, madeUpResult } from './fixtures';
import { readMarkup } from './read-markup';

const records = madeUpRecords(600);
const split = {
  train: records.slice(0, 80),
  validation: records.slice(80, 120),
  test: records.slice(120),
  seed: 7,
  hash: 'a1b2c3',
  duplicates: [{ records: records.slice(0, 2), conflicts: ['age'] }],
};
const rejected = [{ file: 'faces/notes.txt', reason: 'expected .jpg, got .txt', kind: 'extension' }];
const full = {
  records,
  rejected,
  split,
  history: madeUpHistory,
  result: madeUpResult(split.test),
  network: madeUpNetwork,
  reproduction: { command: 'node train.js', versions: { polyhead: '0.1.0' } },
};
const quick = { resamples: 50, date: new Date('2024-05-06T07:08:09Z') };
const sectionsOf = (page: string): string[] => [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id = '']) => id);

describe('renderReport', () => {
  const page = renderReport(full, quick);

  test('has every section of a whole run, in order, and a link to each', async () => {
    const sections = [
      'summary',
      'data',
      'training',
      'network',
      'task-1',
      'task-2',
      'task-3',
      'groups',
      'examples',
      'mistakes',
      'model-card',
      'reproduce',
    ];
    expect(sectionsOf(await page)).toEqual(sections);
    expect([...(await page).matchAll(/<li><a href="#([^"]*)"/g)].map(([, id]) => id)).toEqual(sections);
  });

  test.each<[string, ReportInput, string[]]>([
    ['a history', { history: madeUpHistory }, ['summary', 'training', 'model-card']],
    [
      'a result',
      { result: full.result },
      ['summary', 'task-1', 'task-2', 'task-3', 'groups', 'examples', 'mistakes', 'model-card'],
    ],
    ['records', { records }, ['summary', 'data', 'model-card']],
    ['rejected files', { rejected }, ['summary', 'data', 'model-card']],
    ['a network', { network: madeUpNetwork }, ['summary', 'network', 'model-card']],
    [
      'one task without probabilities',
      { result: { race: { ...full.result.race, probabilities: undefined } } },
      ['summary', 'task-1', 'groups', 'examples', 'mistakes', 'model-card'],
    ],
  ])('works with %s alone', async (_name, input, sections) => {
    const page = await renderReport(input, quick);
    const { errors, text } = readMarkup(page);
    expect([errors, sectionsOf(page)]).toEqual([[], sections]);
    expect(text.match(/NaN|undefined|\[object/g)).toBeNull();
  });

  test('is valid HTML with headings that never skip a level, and identifiers that occur once', async () => {
    const { errors, elements, values } = readMarkup(await page);
    expect(errors).toEqual([]);
    const levels = elements.filter((name) => /^h[1-6]$/.test(name)).map((name) => Number(name.slice(1)));
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    const ids = values.filter(([, attribute]) => attribute === 'id').map(([, , id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = values.filter(([, attribute]) => attribute === 'aria-labelledby').map(([, , id]) => id);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('runs and loads nothing: no script, no address but its own fragments and data', async () => {
    const { elements, attributes, values } = readMarkup(await page);
    expect(
      elements.filter((name) => ['script', 'link', 'iframe', 'object', 'embed', 'base', 'form'].includes(name)),
    ).toEqual([]);
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    const addresses = values
      .filter(([, attribute]) => ['href', 'src', 'srcset', 'xlink:href', 'action'].includes(attribute))
      .map(([, , address]) => address);
    expect(addresses.filter((address) => !/^(?:#[\w-]+|data:image\/)/.test(address))).toEqual([]);
    expect((await page).match(/@import|url\((?!#)/g)).toBeNull();
    expect(values).toContainEqual(['meta', 'content', "default-src 'none'; img-src data:; style-src 'unsafe-inline'"]);
  });

  test('has words beside every drawing, a name on it, and a table behind it or beside it', async () => {
    const figures = (await page)
      .split('<figure ')
      .slice(1)
      .map((part) => part.slice(0, part.indexOf('</figure>')));
    expect(figures.length).toBeGreaterThan(15);
    for (const figure of figures) {
      expect(figure).toMatch(/<svg [^>]*role="img" aria-label="[^"]{20,}"/);
      expect(figure).toMatch(/<figcaption>[^<]{20,}<\/figcaption>/);
    }
    // those by group have their table beside them
    expect(figures.filter((figure) => !figure.includes('<details>')).length).toBe(3);
  });

  test('follows the color scheme on screens and stays light on paper', async () => {
    expect((await page).includes(`:root{color-scheme:light dark;--ink:${palette.ink.light}`)).toBe(true);
    expect((await page).includes(`@media screen and (prefers-color-scheme:dark){:root{--ink:${palette.ink.dark}`)).toBe(
      true,
    );
    expect((await page).includes('svg.polyhead-figure [fill="#0072b2"]{fill:var(--blue)}')).toBe(true);
  });

  test('is the same page for the same input and date', async () => {
    expect((await renderReport(full, quick)) === (await page)).toBe(true);
  });

  test('says in plain words how good each task is, for whom least, and what to watch', async () => {
    const { text } = readMarkup(await page);
    expect(text).toMatch(/It was tested on 480 images that it had never seen\. Age is \d/);
    expect(text).toMatch(
      /Race is right for \d+ of 100 images, where always answering “white” would be right for \d+\./,
    );
    expect(text).toMatch(/It does not serve everyone equally well\. Age is worst for age “80\+”: /);
    expect(text).toContain('What to watch');
    expect(text).toContain('1 image that occurs more than once has labels that disagree.');
  });

  test('shows the report as scikit-learn prints it', async () => {
    const { classificationReport } = await import('@polyhead/metrics');
    const { truth, predicted, labels } = full.result.race;
    expect(readMarkup(await page).text).toContain(classificationReport(truth, predicted, { labels }).toString());
  });

  test('says what the law says about race and faces, and not about apples', async () => {
    expect((await page).includes('Article 5(1)(g)')).toBe(true);
    const fruit = { ...full.result.gender, labels: ['apple', 'pear'] };
    expect((await renderReport({ result: { fruit } }, quick)).includes('Article 5(1)(g)')).toBe(false);
  });

  test('rejects nothing to report on, and results that do not fit together', async () => {
    await expect(renderReport({})).rejects.toThrow(
      'renderReport: expected at least one of "records", "split", "history", "result" and "network"',
    );
    await expect(renderReport({ result: { race: 3 } })).rejects.toThrow(
      'expected a task with "type", "truth" and "predicted" in "result", got race',
    );
    const { race, gender } = full.result;
    await expect(renderReport({ result: { race, gender: { ...gender, truth: [1] } } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'renderReport: expected "result.gender.truth" to have as many rows as the other tasks (480), got 1.',
    });
    await expect(renderReport({ result: { race: { ...race, probabilities: [0.5] } } })).rejects.toThrow(
      'to hold 480 rows of 5 probabilities (2400), got 1',
    );
    await expect(
      renderReport({ result: { age: { type: 'regression', truth: [1], predicted: [NaN] } } }),
    ).rejects.toThrow('Did training end with NaN?');
  });
});

describe('renderReport of hostile words', () => {
  const evil = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onload='x",
      '</style><b>',
      '-->',
      ']]>',
      '&lt;b&gt;',
      '</title><script>',
      '${1}',
      'javascript:x',
      '__proto__',
      '\u202egpj.exe',
      'a\u0000b',
      '\ud800',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  );
  const allowed = new Set(
    'html head meta title style body a header h1 p nav ul li main section h2 h3 h4 dl div dt dd b span small strong figure figcaption svg g path line rect text tspan details summary table thead tbody tr th td pre footer img'.split(
      ' ',
    ),
  );

  test('never lets a name, label, file or reason become markup', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(evil, { minLength: 5, maxLength: 5 }),
        async ([first = '', second = '', file = '', reason = '', title = '']) => {
          const labels = [`a${first}`, `b${second}`];
          const test = [
            { file, [reason]: first },
            { file: second, [reason]: second },
          ];
          const result = {
            [`t${title}`]: {
              type: 'classification',
              labels,
              truth: [0, 1, 1],
              predicted: [0, 1, 0],
              probabilities: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4],
            },
            images: { files: [file, second, reason] },
          };
          const network = {
            name: title,
            layers: [
              { name: first, className: second, outputShape: [null, 1], parameters: 1, inbound: [], branch: file },
            ],
          };
          const input = {
            split: { train: [], validation: [], test, hash: reason },
            rejected: [{ file, reason, kind: second }],
            result,
            network,
            modelCard: { intendedUse: reason },
            reproduction: { command: file, versions: { [first]: second } },
          };
          const { elements, attributes, errors } = readMarkup(
            await renderReport(input, { title, resamples: 20, gallery: 2, mistakes: 2, minGroupSize: 1 }),
          );
          expect(errors).toEqual([]);
          expect(elements.filter((name) => !allowed.has(name))).toEqual([]);
          expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('takes in images alone, never other addresses', async () => {
    const result = { gender: { ...full.result.gender, probabilities: undefined } };
    const urls = [
      'javascript:alert(1)',
      'https://example.com/x.jpg',
      'data:text/html;base64,PGI+',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'data:image/png;base64,AA==" onload="x',
    ];
    for (const url of urls)
      expect(await renderReport({ result }, { ...quick, gallery: 1, mistakes: 0, thumbnails: () => url })).toContain(
        'no image',
      );
    const page = await renderReport(
      { result },
      { ...quick, gallery: 1, mistakes: 0, thumbnails: () => 'data:image/png;base64,AAAA' },
    );
    expect(page.includes('<img src="data:image/png;base64,AAAA" alt="Image ')).toBe(true);
  });
});
