// A training run of its own process, for tests that end it: node --conditions=@polyhead/source --import tsx run.ts FOLDER EPOCHS
// Tells its parent when it has begun, after each batch, and what it resumed from.
import { faceTasks } from '@polyhead/tasks';
import { adam, type Callback } from '@polyhead/training';
import { checkpoints, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from '../support/tiny-network';

const [folder = '', epochs = '1'] = process.argv.slice(2);
await useCpu();
const tasks = faceTasks();
const tell: Callback = {
  name: 'tell',
  onTrainBegin: (run) => void process.send?.({ begun: run.position(), resumed: run.history.resumed ?? null }),
  onBatchEnd: (_, { epoch, batch }) => void process.send?.({ epoch, batch }),
  onTrainEnd: () => void process.send?.({ ended: true }),
};
await train(tinyNetwork(tasks, { dropout: 0.4 }), {
  training: tinySource(tasks, { size: 32 }),
  validation: tinySource(tasks, { size: 8 }),
  epochs: Number(epochs),
  optimizer: adam({ learningRate: 0.01 }),
  seed: 3,
  callbacks: [tell, checkpoints(folder, { everyBatches: 1 })],
  resume: folder,
});
process.disconnect?.();
