import type { Gender, Race } from '@polyhead/core';
import type { Pixels } from '@polyhead/model';
import { drawFigure, type FigureLabels, randomLabels, seeded } from '../../drawn-figures';
import { make } from './element';
import { figureSize } from './figure-size';

/** What a label looks like in a figure. */
export const looks: Readonly<Record<Gender | Race, string>> = {
  male: 'square',
  female: 'circle',
  white: 'plain',
  black: 'stripes',
  asian: 'dots',
  indian: 'checks',
  others: 'diagonals',
};

export interface Figure {
  readonly labels: FigureLabels;
  readonly image: Pixels;
}

/** Figures that depend on the seed alone. */
export function newFigures(count: number, seed: number): Figure[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => figureOf(randomLabels(random), figureSize, random));
}

function figureOf(labels: FigureLabels, size: number, random: () => number): Figure {
  return { labels, image: { width: size, height: size, data: drawFigure(labels, size, random) } };
}

/** The figure as a canvas, with its labels as text for those who do not see it. */
export function figureCanvas({ labels, image: { width, height, data } }: Figure): HTMLCanvasElement {
  const canvas = make('canvas');
  Object.assign(canvas, { width, height });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute(
    'aria-label',
    `Drawn figure: ${looks[labels.gender]}, ${looks[labels.race]}, ring for age ${labels.age}`,
  );
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++)
    image.data.set([data[pixel * 3] ?? 0, data[pixel * 3 + 1] ?? 0, data[pixel * 3 + 2] ?? 0, 255], pixel * 4);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** Five figures, each with what it shows. */
export function legendItems(): HTMLLIElement[] {
  const random = seeded(3);
  const shown: FigureLabels[] = [
    { gender: 'male', race: 'white', age: 10 },
    { gender: 'female', race: 'black', age: 30 },
    { gender: 'male', race: 'asian', age: 55 },
    { gender: 'female', race: 'indian', age: 85 },
    { gender: 'male', race: 'others', age: 110 },
  ];
  return shown.map((labels) =>
    make(
      'li',
      '',
      figureCanvas(figureOf(labels, 72, random)),
      make('span', '', make('b', '', labels.gender)),
      make('span', '', labels.race),
      make('span', '', String(labels.age)),
    ),
  );
}
