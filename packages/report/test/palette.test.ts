import { palette } from '@polyhead/report';

type Color = [number, number, number];
const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const read = (hex: string) =>
  [1, 3, 5].map((start) => linear(parseInt(hex.slice(start, start + 2), 16) / 255)) as Color;
const luminance = ([r, g, b]: Color) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: Color, b: Color) =>
  (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
const times = (matrix: readonly Color[], color: Color) =>
  matrix.map((row) => Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2])) as Color;

/** OKLab (Ottosson, 2020). */
function lab(color: Color): Color {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color,
  ).map(Math.cbrt) as Color;
  const rows: Color[] = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ];
  return rows.map((row) => row[0] * cones[0] + row[1] * cones[1] + row[2] * cones[2]) as Color;
}

/** Machado et al. (2009), full severity. */
const sights: Record<string, readonly Color[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe.each(['light', 'dark'] as const)('the %s palette', (scheme) => {
  const paper = read(palette.paper[scheme]);

  test.each(Object.keys(sights))('keeps its series apart in %s sight', (sight) => {
    const seen = palette.series.map((color) => lab(times(sights[sight]!, read(color[scheme]))));
    const distances = seen.flatMap((a, index) =>
      seen.slice(index + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    expect(Math.min(...distances)).toBeGreaterThan(0.07);
  });

  test('stands out from its paper: marks 3:1, text 4.5:1 (WCAG)', () => {
    for (const color of palette.series) expect(contrast(read(color[scheme]), paper)).toBeGreaterThan(3);
    for (const text of [palette.ink, palette.muted]) expect(contrast(read(text[scheme]), paper)).toBeGreaterThan(4.5);
  });

  test('has no color twice', () => {
    const all = [palette.ink, palette.muted, palette.grid, palette.paper, ...palette.series].map(
      (color) => color[scheme],
    );
    expect(new Set(all).size).toBe(all.length);
  });
});
