import { buildFaceNet } from '@polyhead/model';
import { faceTasks } from '@polyhead/tasks';
import { adam, train } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { drawDataSet } from './src/draw-data-set';
const [size, figures, epochs, lr] = process.argv.slice(2).map(Number) as [number, number, number, number];
console.log(await useWasm({ threads: 1 }));
const tasks = faceTasks();
const network = buildFaceNet({ tasks, imageSize: size, seed: 7, preset: 'fast' });
const h = await train(network, { training: drawDataSet({ tasks, count: figures, size, seed: 7 }), validation: drawDataSet({ tasks, count: figures / 5, size, seed: 8 }), epochs, seed: 7, optimizer: adam({ learningRate: lr }),
  callbacks: [{ name: 'x', onEpochEnd: (_r, r) => console.log(r.epoch, r.training.loss.toFixed(3), r.validation!.loss.toFixed(3), r.validation!.race.accuracy.toFixed(2), r.validation!.gender.accuracy.toFixed(2), r.validation!.age.meanAbsoluteError.toFixed(1), r.imagesPerSecond.toFixed(0), r.seconds.toFixed(1)) }] });
