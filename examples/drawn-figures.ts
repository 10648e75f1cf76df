// Drawn figures that carry the three labels of UTKFace without a person in them: gender as the outline (square or
// circle), race as the pattern
// inside (plain, stripes, dots, checks, diagonals) and age as the width of the ring around. The words are only names
// here; nothing is said about people.
import { genders, type Gender, type Race, races } from '@polyhead/core';

export interface FigureLabels {
  age: number;
  gender: Gender;
  race: Race;
}

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
  return {
    age: Math.floor(random() * 117),
    gender: genders[Math.floor(random() * 2)]!,
    race: races[Math.floor(random() * 5)]!,
  };
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
  const [background, ink, fill] = [shade(random, 170, 250), shade(random, 0, 80), shade(random, 110, 200)];
  const [centerX, centerY] = [0.5 + (random() - 0.5) * 0.08, 0.5 + (random() - 0.5) * 0.08];
  const radius = 0.24 + (age / 116) * 0.2;
  const marked = patterns[race];
  const pixels = new Uint8ClampedArray(size * size * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    const x = (((at / 3) % size) + 0.5) / size - centerX;
    const y = (Math.floor(at / 3 / size) + 0.5) / size - centerY;
    const distance = Math.sqrt(x * x + y * y);
    const inside = gender === 'male' ? Math.max(Math.abs(x), Math.abs(y)) < 0.165 : distance < 0.185;
    const onRing = Math.abs(distance - radius) < 0.02;
    const color = onRing || (inside && marked(x, y)) ? ink : inside ? fill : background;
    const noise = (random() - 0.5) * 24;
    pixels[at] = color.red + noise;
    pixels[at + 1] = color.green + noise;
    pixels[at + 2] = color.blue + noise;
  }
  return new Uint8Array(pixels.buffer);
}

/** A color with each part between `low` and `high`. */
function shade(random: () => number, low: number, high: number): { red: number; green: number; blue: number } {
  const part = (): number => low + random() * (high - low);
  return { red: part(), green: part(), blue: part() };
}
