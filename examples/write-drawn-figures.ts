// Writes drawn figures as JPEG files named as UTKFace names its files: `age_gender_race_date.jpg.chip.jpg`.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { genders, races } from 'polyhead';
import sharp from 'sharp';
import { drawFigure, randomLabels, seeded } from './drawn-figures';

export interface DrawnFiguresOptions {
  /** Number of images. Default 1000. */
  count?: number;
  /** Height and width in pixels. Default 96. */
  size?: number;
  /** Seed of labels and drawings. Default 1. */
  seed?: number;
}

/** Draws the images unless they are there. A note beside the folder says what it holds once it is complete. */
export async function writeDrawnFigures(
  folder: string,
  { count = 1000, size = 96, seed = 1 }: DrawnFiguresOptions = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const [note, drawn] = [`${folder}.drawn`, JSON.stringify({ count, size, seed })];
  if (existsSync(note) && readFileSync(note, 'utf8') === drawn && readdirSync(folder).length === count) return;
  const random = seeded(seed);
  for (let index = 0; index < count; index++) {
    const labels = randomLabels(random);
    const pixels = drawFigure(labels, size, random);
    const name = `${labels.age}_${genders.indexOf(labels.gender)}_${races.indexOf(labels.race)}_20170101${String(index).padStart(9, '0')}.jpg.chip.jpg`;
    await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(join(folder, name));
  }
  const found = readdirSync(folder).length;
  if (found !== count)
    throw new Error(
      `writeDrawnFigures: expected ${folder} to hold the ${count} drawn images alone, got ${found} files. Remove it, or pass another folder.`,
    );
  writeFileSync(note, drawn);
}
