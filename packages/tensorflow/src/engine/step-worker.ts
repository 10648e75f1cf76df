// What runs in the thread of a training step: native TensorFlow with a network of its own.
import { fromArtifacts, type Network } from '@polyhead/model';
import type { Batch } from '@polyhead/core';
import type { Optimizer, TrainStep } from '@polyhead/training';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { TraceError } from '../graph/trace-error';
import { useTensorFlow } from './use-tensorflow';
import { compiledStep } from '../steps/compiled-step';
import { createOptimizer } from '../steps/rebuild-optimizer';
import type { StepCall, StepReply, StepRequest, StepWorkerData } from '../steps/step-messages';

const { files, optimizer, precision, ...options } = workerData as StepWorkerData;
const port = parentPort as MessagePort;
const step = open();
step.catch(() => undefined); // the first call tells
let before: Promise<unknown> = step.catch(() => undefined);

port.on('message', ({ id, call }: StepRequest) => {
  const answer = before
    .then(async (): Promise<StepReply> => ({ id, value: await answerTo(await step, call) }))
    .catch((error: unknown): StepReply => ({
      id,
      error: error instanceof Error ? error : new Error(String(error)),
      untraceable: error instanceof TraceError,
    }));
  before = answer.then((reply) => port.postMessage(reply));
});

async function open(): Promise<TrainStep> {
  await useTensorFlow();
  const network: Network = await fromArtifacts(files);
  return compiledStep(network, { ...options, optimizer: createOptimizer(optimizer) as Optimizer }, { precision });
}

async function answerTo(made: TrainStep, call: StepCall): Promise<unknown> {
  if (call.method === 'run') return made.run(call.batch as Batch, call.at);
  if (call.method === 'predict') return made.predict(call.images, call.size);
  if (call.method === 'readState') return made.readState();
  if (call.method === 'writeState') return made.writeState(call.state);
  return call.method === 'dispose' ? made.dispose() : undefined;
}
