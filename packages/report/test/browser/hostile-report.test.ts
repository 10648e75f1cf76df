// A report of hostile names, opened in a real browser: nothing runs, nothing is fetched, and the words stand there as
// words.
import { renderReport } from '@polyhead/report';
import { describeInBrowser, openPage, type OpenedPage } from '../../../../scripts/open-browser';

const attacks = [
  '<img src=x onerror="globalThis.hit=1">',
  '<script>globalThis.hit=2</script>',
  '"><svg onload="globalThis.hit=3">',
  '</title></style><iframe src="/secret"></iframe>',
  'javascript:globalThis.hit=4//\'"',
];

describeInBrowser()('a report of hostile labels, files and reasons in chromium', () => {
  let opened: OpenedPage;
  beforeAll(async () => {
    const [first, second, third, fourth, fifth] = attacks as [string, string, string, string, string];
    const result = {
      race: {
        type: 'classification',
        labels: [first, second],
        truth: [0, 1, 1],
        predicted: [0, 1, 0],
        probabilities: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4],
      },
      images: { files: [third, fourth, fifth] },
    };
    const network = {
      name: fourth,
      layers: [{ name: first, className: second, outputShape: [null, 1], parameters: 1, inbound: [], branch: third }],
    };
    const page = await renderReport(
      { rejected: [{ file: third, reason: fifth, kind: fourth }], result, network, modelCard: { intendedUse: second } },
      { title: fourth, resamples: 20, gallery: 3, mistakes: 3, minGroupSize: 1 },
    );
    opened = await openPage(new Map([['/index.html', page]]));
  });
  afterAll(() => opened.close());

  it('runs and fetches nothing', async () => {
    const found = await opened.page.evaluate(() => ({
      hit: (globalThis as { hit?: number }).hit,
      alien: document.querySelectorAll('script, iframe, object, embed, form, a[href^="javascript"], img[src="x"]')
        .length,
      title: document.title,
    }));
    expect(found).toEqual({ hit: undefined, alien: 0, title: expect.stringContaining('</title></style><iframe') });
    expect([opened.troubles, opened.requests.length]).toEqual([[], 1]);
  });

  it('shows the words as they are', async () => {
    const text = await opened.page.evaluate(() => document.body.textContent);
    for (const attack of attacks) expect(text).toContain(attack);
  });
});
