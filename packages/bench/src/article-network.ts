// The article's network and a batch for it: what every contender trains.
import { buildFaceNet, type Network } from '@polyhead/model';
import { type Batch, type FaceTasks, faceTasks, taskNames } from '@polyhead/core';

/** Learning rate of every contender. */
export const learningRate = 1e-4;

export function articleNetwork(imageSize: number): Network<FaceTasks> {
  return buildFaceNet({ tasks: faceTasks(), imageSize });
}

/** Images of no sense, the same for everybody, with targets that fit. */
export function madeUpBatch({ tasks, imageShape }: Network<FaceTasks>, size: number): Batch<keyof FaceTasks & string> {
  const images = Uint8Array.from(
    { length: size * imageShape.reduce((product, side) => product * side, 1) },
    (_, index) => ((index * 7919) ^ (index >> 5)) & 255,
  );
  const targets = Object.fromEntries(
    taskNames(tasks).map((name) => {
      const { units } = tasks[name];
      return [
        name,
        Float32Array.from({ length: size * units }, (_, index) =>
          units === 1 ? (index % 10) / 10 : Number(index % units === Math.floor(index / units) % units),
        ),
      ];
    }),
  ) as Batch<keyof FaceTasks & string>['targets'];
  const labels = Object.fromEntries(
    Object.entries(targets).map(([name, target]) => [name, Float64Array.from(target)]),
  ) as Batch<keyof FaceTasks & string>['labels'];
  return { size, images, targets, labels, indices: Uint32Array.from({ length: size }, (_, index) => index) };
}
