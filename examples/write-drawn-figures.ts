// Writes drawn figures as JPEG files named as UTKFace names its files: `age_gender_race_date.jpg.chip.jpg`.
import { encode } from 'jpeg-js';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { genders, races } from 'polyhead';
import { drawFigure, randomLabels, seeded } from './drawn-figures';

export interface DrawnFiguresOptions {
  /** Number of pictures. Default 1200. */
  count?: number;
  /** Height and width in pixels. Default 128. */
  size?: number;
  /** Seed of labels and drawings. Default 1. */
  seed?: number;
}

export function writeDrawnFigures(folder: string, { count = 1200, size = 128, seed = 1 }: DrawnFiguresOptions = {}): void {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === count) return;
  const random = seeded(seed);
  for (let index = 0; index < count; index++) {
    const labels = randomLabels(random);
    const pixels = drawFigure(labels, size, random);
    const data = Buffer.alloc(size * size * 4, 255);
    for (let pixel = 0; pixel < size * size; pixel++) data.set(pixels.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    const name = `${labels.age}_${genders.indexOf(labels.gender)}_${races.indexOf(labels.race)}_${20170101000000000 + index}.jpg.chip.jpg`;
    writeFileSync(join(folder, name), encode({ data, width: size, height: size }, 85).data);
  }
}
