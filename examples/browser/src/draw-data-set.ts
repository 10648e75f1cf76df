import { arrayBatches } from '@polyhead/batches/browser';
import type { BatchSource, FaceTasks } from '@polyhead/core';
import { drawFigure, type FigureLabels, randomLabels, seeded } from '../../drawn-figures';

export interface DataSetOptions {
  readonly tasks: FaceTasks;
  readonly count: number;
  /** Height and width in pixels. */
  readonly size: number;
  readonly seed: number;
}

/** Figures in memory, as a source of batches. */
export function drawDataSet({ tasks, count, size, seed }: DataSetOptions): BatchSource<FaceTasks> {
  const random = seeded(seed);
  const images = new Uint8Array(count * size * size * 3);
  const labels: FigureLabels[] = [];
  for (let index = 0; index < count; index++) {
    const label = randomLabels(random);
    labels.push(label);
    images.set(drawFigure(label, size, random), index * size * size * 3);
  }
  return arrayBatches({ images, shape: [size, size, 3], labels }, { tasks, batchSize: 32, seed });
}
