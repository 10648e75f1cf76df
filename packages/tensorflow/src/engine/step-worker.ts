// The thread of a training step: native TensorFlow with a copy of the network.
import { type Batch, errorMessage, PolyheadError, toErrorData } from '@polyhead/core';
import { fromArtifacts, type Network } from '@polyhead/model';
import type { TrainStep } from '@polyhead/training';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { compiledStep } from '../steps/compiled-step';
import { rebuildOptimizer } from '../steps/rebuild-optimizer';
import type { StepCall, StepReply, StepRequest, StepWorkerData } from '../steps/step-messages';
import { useTensorFlow } from './use-tensorflow';

const { files, optimizer, precision, ...options } = workerData as StepWorkerData;
const port = parentPort as MessagePort;
const step = openStep();
step.catch(() => undefined); // the reply to the first call reports the error
let previous: Promise<unknown> = step.catch(() => undefined);

port.on('message', ({ id, call }: StepRequest) => {
  const reply = previous
    .then(async (): Promise<StepReply> => ({ id, value: await runCall(await step, call) }))
    .catch((error: unknown): StepReply => ({ id, error: toErrorData(error) }));
  previous = reply.then((message) => port.postMessage(message));
});

async function openStep(): Promise<TrainStep> {
  await useTensorFlow();
  return compiledStep(await readNetwork(), { ...options, optimizer: rebuildOptimizer(optimizer) }, { precision });
}

/** Throws INVALID_MODEL if the network has layers or tasks that only the program of the main thread knows. */
async function readNetwork(): Promise<Network> {
  try {
    return await fromArtifacts(files);
  } catch (cause) {
    throw new PolyheadError('INVALID_MODEL', errorMessage(cause), { cause });
  }
}

async function runCall(target: TrainStep, call: StepCall): Promise<unknown> {
  if (call.method === 'run') return target.run(call.batch as Batch, call.at);
  if (call.method === 'predict') return target.predict(call.images, call.size);
  if (call.method === 'readState') return target.readState();
  if (call.method === 'writeState') return target.writeState(call.state);
  return call.method === 'dispose' ? target.dispose() : undefined;
}
