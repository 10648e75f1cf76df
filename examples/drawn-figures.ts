// Drawn figures that carry the three labels of UTKFace without a person in them: gender as the outline (square or circle), race as the pattern
// inside (plain, stripes, dots, checks, diagonals) and age as the width of the ring around. The words are only names here; nothing is said about people.
import { genders, type Gender, type Race, races } from 'polyhead';

export interface FigureLabels {
  age: number;
  gender: Gender;
  race: Race;
}

type Color = readonly [red: number, green: number, blue: number];

/** A small seeded generator (mulberry32), so that the same seed draws the same figures. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomLabels(random: () => number): FigureLabels {
  return { age: Math.floor(random() * 117), gender: genders[Math.floor(random() * 2)]!, race: races[Math.floor(random() * 5)]! };
}

const patterns: Record<Race, (x: number, y: number) => boolean> = {
  white: () => false,
  black: (_x, y) => Math.sin(y * 34) > 0,
  asian: (x, y) => Math.sin(x * 30) * Math.sin(y * 30) > 0.45,
  indian: (x, y) => Math.sin(x * 22) * Math.sin(y * 22) > 0,
  others: (x, y) => Math.sin((x + y) * 25) > 0,
};

/** The figure as RGB bytes, [size, size, 3]. */
export function drawFigure({ age, gender, race }: FigureLabels, size: number, random: () => number): Uint8Array {
  const [background, ink, fill] = colors(random);
  const center = { x: 0.5 + (random() - 0.5) * 0.08, y: 0.5 + (random() - 0.5) * 0.08 };
  const outer = 0.24 + (age / 116) * 0.2;
  const pixels = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size - center.x;
      const y = (row + 0.5) / size - center.y;
      const inside = gender === 'male' ? Math.max(Math.abs(x), Math.abs(y)) < 0.165 : Math.hypot(x, y) < 0.185;
      const ring = Math.abs(Math.hypot(x, y) - outer) < 0.02;
      const color = ring || (inside && patterns[race](x, y)) ? ink : inside ? fill : background;
      const noise = (random() - 0.5) * 24;
      for (let channel = 0; channel < 3; channel++) pixels[(row * size + column) * 3 + channel] = Math.min(255, Math.max(0, color[channel]! + noise));
    }
  }
  return pixels;
}

/** A light background, a dark ink and a fill that differs from both. */
function colors(random: () => number): readonly [Color, Color, Color] {
  const shade = (low: number, high: number): Color => [0, 1, 2].map(() => low + random() * (high - low)) as unknown as Color;
  return [shade(170, 250), shade(0, 80), shade(110, 200)];
}
