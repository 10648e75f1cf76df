import { distributionPie, type FigureSpec, toSvg } from '@polyhead/report';

const pie = distributionPie({ a: 1, b: 2 }, { title: 'Pie' });

describe('toSvg', () => {
  test('draws the same text from the same figure', async () => {
    expect(await toSvg(pie)).toBe(await toSvg(pie));
  });

  test('names the drawing for a screen reader, once', async () => {
    expect((await toSvg(pie)).match(/role="img" aria-label="[^"]*"/g)).toEqual([
      'role="img" aria-label="3 in all: b 2 (67%), a 1 (33%)."',
    ]);
    expect(await toSvg(pie, { label: 'a "pie" & more' })).toContain('aria-label="a &quot;pie&quot; &amp; more"');
  });

  test('brings the dark colors along, unless the page has them', async () => {
    expect(await toSvg(pie)).toMatch(/<style>@media screen and \(prefers-color-scheme:dark\)/);
    expect(await toSvg(pie, { scheme: false })).not.toContain('<style');
  });

  test('reads nothing by address', async () => {
    const figure = {
      data: { url: 'https://example.com/data.json' },
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative' } },
    } as FigureSpec;
    await expect(toSvg(figure)).rejects.toThrow(
      'toSvg: the figure could not be drawn: It asks for "https://example.com/data.json"',
    );
  });
});
