import {
  assertObject,
  type RegressionTask,
  type TaskMap,
  type TaskName,
  invalidArgument,
  PolyheadError,
} from '@polyhead/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../blocks/block';
import { assertNetwork } from '../network/assert-network';
import { fromArtifacts } from '../files/from-artifacts';
import { toArtifacts } from '../files/to-artifacts';
import type { Network } from '../network/network';

/** Temperatures by task, for tasks that are classifications; those that are missing stay as they are. */
export type Temperatures<Tasks extends TaskMap> = {
  readonly [Name in TaskName<Tasks> as Tasks[Name] extends RegressionTask ? never : Name]?: number;
};

/**
 * Copies a network so that its probabilities are those at a temperature (Guo et al., 2017): the kernel and bias of a
 * task's last dense layer are divided by it, so that softmax(logits) becomes softmax(logits / temperature), and each
 * sigmoid(logit) becomes sigmoid(logit / temperature). The copy needs no further calibration code, and predicts the
 * same labels.
 *
 * Fit temperatures on validation images, never on test images. A temperature above 1 lowers the confidence, one below 1
 * raises it. The given network stays unchanged; dispose of both when done.
 *
 * @param network - The network to copy.
 * @param temperatures - A temperature above 0 per classification task. Default: tasks that are missing keep their
 * probabilities.
 * @returns The calibrated copy.
 * @throws {PolyheadError} INVALID_ARGUMENT if a task is unknown or not a classification, a temperature is not a number
 * above 0, or an output is not a separate dense layer with its activation; DISPOSED if the network was disposed of;
 * INVALID_MODEL if a weight is not finite, or the network is too large to copy.
 *
 * @example
 * ```ts
 * import { evaluate, type FaceRecord, faceTasks, fitTemperature, imageBatches } from 'polyhead';
 * import { loadModel, saveModel, withTemperature } from 'polyhead';
 * declare const validation: readonly FaceRecord[];
 * const tasks = faceTasks();
 * const network = await loadModel('runs/faces/model', { tasks });
 * const { race } = await evaluate(network, imageBatches(validation, { tasks, imageSize: 198 }));
 * const temperature = fitTemperature(race.truth, race.probabilities, { from: 'probabilities', labels: race.labels });
 * await saveModel(await withTemperature(network, { race: temperature }), 'runs/faces/calibrated');
 * ```
 */
export async function withTemperature<Tasks extends TaskMap>(
  network: Network<Tasks>,
  temperatures: Temperatures<NoInfer<Tasks>>,
): Promise<Network<Tasks>> {
  assertNetwork('withTemperature', network);
  assertObject('withTemperature', temperatures, { what: 'a temperature by task', example: '{ race: 1.5 }' });
  const wanted = Object.entries<unknown>(temperatures).map(
    ([name, temperature]) => [name, checkTemperature(network.tasks, name, temperature)] as const,
  );
  const copy = await fromArtifacts(await toArtifacts(network), { tasks: network.tasks });
  try {
    for (const [name, temperature] of wanted) await scaleWeights(outputDense(copy, name), temperature);
    return copy;
  } catch (error) {
    copy.dispose();
    throw error;
  }
}

function checkTemperature(tasks: TaskMap, name: string, temperature: unknown): number {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined)
    throw invalidArgument(
      'withTemperature',
      `expected names among the tasks ${Object.keys(tasks).join(', ')}`,
      `"${name}"`,
    );
  if (task.type !== 'classification')
    throw invalidArgument(
      'withTemperature',
      'expected classifications',
      `"${name}", a ${task.kind}: it predicts a number, not probabilities`,
      'Leave it out.',
    );
  if (typeof temperature === 'number' && temperature > 0 && temperature < Infinity) return temperature;
  throw invalidArgument(
    'withTemperature',
    `expected the temperature of "${name}" to be a number above 0`,
    String(temperature),
    'Pass what fitTemperature returned.',
  );
}

/** The layer that makes the logits of a task, and nothing else. */
function outputDense({ model, tasks }: Network, name: string): Layer {
  const output = model.outputs[Object.keys(tasks).indexOf(name)];
  const logits = output && logitsLayer(output);
  if (output === undefined || logits === undefined) {
    throw invalidArgument(
      'withTemperature',
      `expected output "${name}" to be a dense layer and its activation`,
      `${output?.sourceLayer.getClassName()} on ${output?.inputs[0]?.sourceLayer.getClassName()}`,
      'Only logits of a dense layer can be scaled in place.',
    );
  }
  const { sourceLayer: dense } = logits;
  const others = model.layers.filter(
    (layer) =>
      layer !== output.sourceLayer && layer.inboundNodes.some(({ inputTensors }) => inputTensors.includes(logits)),
  );
  if (others.length === 0 && dense.inboundNodes.length === 1) return dense;
  throw new PolyheadError(
    'INVALID_ARGUMENT',
    `withTemperature: expected layer "${dense.name}" to serve output "${name}" alone, but it is used by ${others.map((layer) => `"${layer.name}"`).join(', ') || 'several inputs'} too. Give each output a separate dense layer.`,
  );
}

/** What goes into the activation: the dense layer's output before it, or that of a dense layer that has it built in. */
function logitsLayer(output: SymbolicTensor): SymbolicTensor | undefined {
  if (output.sourceLayer.getClassName() === 'Dense') return output;
  const [before] = output.inputs;
  if (output.sourceLayer.getClassName() !== 'Activation' || before?.sourceLayer.getClassName() !== 'Dense')
    return undefined;
  return before.sourceLayer.getConfig().activation === 'linear' ? before : undefined;
}

/** Divided as 64-bit numbers, so that no temperature is rounded on the way. */
async function scaleWeights({ weights }: Layer, temperature: number): Promise<void> {
  for (const weight of weights) {
    const values = await weight.read().data<'float32'>();
    const divided = Float32Array.from(values, (value) => value / temperature);
    tidy(() => void weight.write(tensor(divided, weight.shape.map(Number), 'float32')));
  }
}
