/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A color written as `#rrggbb`. */
export function readColor(hex: string): Rgb {
  return [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16)) as [number, number, number];
}

/** What is seen of a color of this opacity on a ground: browsers mix in sRGB. */
export function mix(color: Rgb, ground: Rgb, opacity: number): Rgb {
  return color.map((part, place) => Math.round(part * opacity + ground[place]! * (1 - opacity))) as [
    number,
    number,
    number,
  ];
}

/** Contrast of two colors from 1 to 21, as WCAG 2 has it. */
export function contrast(a: Rgb, b: Rgb): number {
  const linear = (part: number): number =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = ([red, green, blue]: Rgb): number =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
