import { buildFaceNet, type Network } from '@polyhead/model';
import { type FaceTasks, faceTasks } from '@polyhead/core';
import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam, eagerStep, type TrainStep } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { articleNetwork, learningRate, madeUpBatch } from '../article-network';
import type { PreparedWork, Workload } from './workload';

const batchSize = 32;
const seed = 7;
const smallNetwork = (): Network<FaceTasks> => buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 64 });
const options = () => ({ optimizer: adam({ learningRate }), seed });

type Start = () => Promise<{ readonly network: Network<FaceTasks>; readonly step: TrainStep }>;

function native(network: () => Network<FaceTasks>): Start {
  return async () => {
    await useTensorFlow();
    const made = network();
    return { network: made, step: await compiledStep(made, options(), { precision: 'float32' }) };
  };
}

function wasm(network: () => Network<FaceTasks>): Start {
  return async () => {
    await useWasm({ threads: 1 });
    const made = network();
    return { network: made, step: await eagerStep(made, options()) };
  };
}

function training(start: Start, repeats: number): () => Promise<PreparedWork> {
  return async () => {
    const { network, step } = await start();
    const batch = madeUpBatch(network, batchSize);
    return { run: (index) => step.run(batch, { learningRate, step: index }), warmUps: 2, repeats };
  };
}

function prediction(start: Start, repeats: number): () => Promise<PreparedWork> {
  return async () => {
    const { network, step } = await start();
    const { images } = madeUpBatch(network, batchSize);
    return { run: () => step.predict(images, batchSize), warmUps: 2, repeats };
  };
}

const article = (size: number): (() => Network<FaceTasks>) => {
  return () => articleNetwork(size);
};

/** Training and prediction on native TensorFlow and on WebAssembly. */
export const networkWorkloads = {
  'native-training': {
    definition: "10 training steps of the article's network, 198 px, batch 32, float32, native TensorFlow",
    prepare: training(native(article(198)), 10),
  },
  'native-training-small': {
    definition: '50 training steps of the small network, 64 px, batch 32, float32, native TensorFlow',
    prepare: training(native(smallNetwork), 50),
  },
  'native-prediction': {
    definition: "20 predictions of the article's network, 198 px, batch 32, float32, native TensorFlow",
    prepare: prediction(native(article(198)), 20),
  },
  'wasm-training': {
    definition: "20 training steps of the article's network, 64 px, batch 32, WebAssembly with 1 thread",
    prepare: training(wasm(article(64)), 20),
  },
  'wasm-prediction': {
    definition: "60 predictions of the article's network, 64 px, batch 32, WebAssembly with 1 thread",
    prepare: prediction(wasm(article(64)), 60),
  },
} as const satisfies Record<string, Workload>;
