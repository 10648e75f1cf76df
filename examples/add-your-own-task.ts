// One more task is one line: the figures are also told apart by whether their ring is wide. Every key of `tasks` is
// then a key of the records, the branches, the history and the result.
import {
  adam,
  arrayBatches,
  buildNetwork,
  binary,
  branch,
  convBlock,
  denseBlock,
  evaluate,
  faceTasks,
  sharedTrunk,
  train,
  useEngine,
} from 'polyhead';
import { drawFigure, type FigureLabels, randomLabels, seeded } from './drawn-figures';

const tasks = {
  ...faceTasks(),
  ring: binary(['narrow', 'wide']), // the one line
};
const label = (figure: FigureLabels) => ({ ...figure, ring: figure.age > 58 ? 'wide' : 'narrow' }) as const;

await useEngine('auto');
const size = 32;
const random = seeded(5);
const figures = Array.from({ length: 480 }, () => label(randomLabels(random)));
const images = new Uint8Array(figures.length * size * size * 3);
figures.forEach((figure, index) => images.set(drawFigure(figure, size, random), index * size * size * 3));
const part = (from: number, to: number) =>
  arrayBatches(
    {
      images: images.subarray(from * size * size * 3, to * size * size * 3),
      shape: [size, size, 3],
      labels: figures.slice(from, to),
    },
    { tasks, batchSize: 32, seed: 1 },
  );

const head = () => branch([denseBlock(32)]);
const net = buildNetwork({
  name: 'figure_net',
  imageShape: [size, size, 3],
  tasks,
  trunk: sharedTrunk([convBlock(8), convBlock(16)]),
  branches: { age: head(), race: head(), gender: head(), ring: head() },
  seed: 1,
});
const history = await train(net, { training: part(0, 400), epochs: 3, optimizer: adam({ learningRate: 3e-3 }) });
const result = await evaluate(net, part(400, 480));
console.log(`loss by epoch: ${history.epochs.map(({ training }) => training.loss.toFixed(2)).join(', ')}`);
console.log(result.ring.report.toString());
