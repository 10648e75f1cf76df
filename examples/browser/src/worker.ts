// Everything that computes runs here, so that the page never freezes.
import '@tensorflow/tfjs-layers';
import { resizeImage } from '@polyhead/batches/browser';
import {
  buildFaceNet,
  createPredictor,
  fromArtifacts,
  type Network,
  type Predictor,
  toArtifacts,
} from '@polyhead/model';
import { classification, type FaceTasks, faceTasks, genders, type Task, taskNames } from '@polyhead/core';
import { adam, type Callback, cosineDecay, train } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { drawDataSet } from './draw-data-set';
import { figureSize } from './figure-size';
import type { Answer, NetworkFacts, Prediction, Progress, Questions, Reply, Request, Source } from './messages';

const networks: Partial<Record<Source, Network>> = {};
let stopAsked = false;

type Answers = { [Kind in keyof Questions]: (ask: Questions[Kind]['ask']) => Promise<Questions[Kind]['answer']> };

const answers: Answers = {
  start: (options) => useWasm(options),
  train: trainOnFigures,
  stop: async () => {
    stopAsked = true;
    return undefined;
  },
  predict: async ({ source, images }) => {
    const network = networkOf(source);
    const predictions = await predictorOf(network).predictBatch(images);
    return predictions.map((prediction) => toPrediction(network, prediction));
  },
  load: async ({ files }) => {
    const network = await fromArtifacts(files);
    keep('loaded', network);
    return factsOf(network);
  },
  save: () => toArtifacts(networkOf('trained')),
};

async function trainOnFigures({
  figures,
  epochs,
  seed,
}: Questions['train']['ask']): Promise<Questions['train']['answer']> {
  stopAsked = false;
  const tasks = figureTasks();
  const network = buildFaceNet({ tasks, imageSize: figureSize, seed, preset: 'small' });
  const before = networks.trained;
  networks.trained = network as Network; // predicts while it learns
  const training = drawDataSet({ tasks, count: figures, size: figureSize, seed });
  const validation = drawDataSet({ tasks, count: Math.ceil(figures / 5), size: figureSize, seed: seed + 1_000_003 });
  try {
    const history = await train(network, {
      training,
      validation,
      epochs,
      seed,
      optimizer: adam({ learningRate: 3e-3 }),
      schedule: cosineDecay(),
      callbacks: [tellProgress()],
    });
    before?.dispose();
    return { stopped: history.stopped !== undefined };
  } catch (error) {
    networks.trained = before;
    network.dispose();
    throw error;
  }
}

/** As faces have them; the outline is as hard to tell as the rest, so its loss counts more than it does for faces. */
function figureTasks(): FaceTasks {
  return {
    ...faceTasks(),
    gender: classification(genders, { activation: 'sigmoid', loss: 'binaryCrossentropy', lossWeight: 2 }),
  };
}

/** Tells the page how far it is, and lets its messages in: between two batches the worker is free for a moment. */
function tellProgress(): Callback<FaceTasks> {
  return {
    name: 'tell-progress',
    onBatchEnd: async (run, { epoch, batch }) => {
      tell({ kind: 'batch', epoch, batch, batches: run.batchesPerEpoch });
      await new Promise((resolve) => setTimeout(resolve));
    },
    onEpochEnd: (run, record) => {
      tell({ kind: 'epoch', record });
      if (stopAsked) run.stop('asked to stop');
    },
  };
}

function tell(progress: Progress): void {
  self.postMessage({ progress } satisfies Reply);
}

function keep(source: Source, network: Network<FaceTasks> | Network): void {
  networks[source]?.dispose();
  networks[source] = network as Network;
}

function networkOf(source: Source): Network {
  const network = networks[source];
  if (network === undefined)
    throw new Error(
      source === 'trained' ? 'No network has been trained on this page yet.' : 'No model has been loaded yet.',
    );
  return network;
}

function predictorOf(network: Network): Predictor {
  return createPredictor(network, { resize: resizeImage });
}

function toPrediction({ tasks }: Network, prediction: Readonly<Record<string, unknown>>): Prediction {
  return Object.fromEntries(taskNames(tasks).map((name) => [name, toAnswer(tasks[name] as Task, prediction[name])]));
}

function toAnswer(task: Task, value: unknown): Answer {
  if (task.type === 'regression') return { type: 'number', value: value as number, unit: task.unit };
  const { label, probabilities } = value as { label: string; probabilities: Record<string, number> };
  return { type: 'label', label, probabilities };
}

function factsOf({ model, tasks, imageShape }: Network): NetworkFacts {
  return { parameters: model.countParams(), imageShape, tasks: taskNames(tasks) };
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  const { id, kind, ...ask } = data;
  try {
    const answer = await (answers[kind] as (ask: object) => Promise<unknown>)(ask);
    self.postMessage({ id, answer } satisfies Reply);
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Reply);
  }
};
