import { assertArray, type TaskMap, invalidArgument } from '@polyhead/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  type LayerVariable,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { Layer } from '../blocks/block';
import { assertNetwork } from '../network/assert-network';
import { innerLayers, namedWeights } from '../network/named-weights';
import { createNetwork, type Network } from '../network/network';

/**
 * Combines several networks into one that averages their predictions: the arithmetic mean of the logits of each task,
 * which is the (normalized) geometric mean of probabilities, and the mean of numbers before a linear activation.
 *
 * Networks that were trained from different seeds make different errors; their average is usually better than each of
 * them (Hansen and Salamon, 1990), at the sum of their costs. The result can be evaluated, calibrated, saved, loaded
 * and deployed. Its layers keep their names after a prefix `network_1_`, `network_2_` and so on.
 *
 * The given networks stay unchanged; their weights are shared until one of them changes. Dispose of each when done.
 *
 * @param networks - At least two networks with the same tasks, image shape and preprocessing, each of whose outputs is
 * a separate activation layer.
 * @returns The average as a network.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are fewer than two networks, or their tasks, image shapes,
 * preprocessing or outputs do not fit; DISPOSED if one was disposed of.
 *
 * @example
 * ```ts
 * import { averageNetworks, faceTasks, loadModel, saveModel } from 'polyhead';
 * const tasks = faceTasks();
 * const networks = [await loadModel('runs/seed-1/model', { tasks }), await loadModel('runs/seed-2/model', { tasks })];
 * await saveModel(averageNetworks(networks), 'runs/average/model');
 * ```
 */
export function averageNetworks<Tasks extends TaskMap>(networks: readonly Network<Tasks>[]): Network<Tasks> {
  const first = checkNetworks(networks);
  const image = input({ shape: [...first.imageShape], name: 'image' });
  const copies = networks.map((network, index) => logitsLayer(network, image, `network_${index + 1}`));
  const outputs = first.model.outputs.map(({ sourceLayer: activation }, index) => {
    const mean = layers
      .average({ name: `${activation.name}_logits` })
      .apply(copies.map((logits) => logits[index] as SymbolicTensor));
    return cloneLayer(activation, activation.name).apply(mean) as SymbolicTensor;
  });
  return createNetwork(
    model({ inputs: image, outputs, name: 'average' }),
    first.tasks,
    first.imageShape,
    first.preprocessing,
  );
}

function checkNetworks<Tasks extends TaskMap>(networks: readonly Network<Tasks>[]): Network<Tasks> {
  assertArray('averageNetworks', networks, {
    what: 'a list of networks',
    requiredKeys: ['model', 'tasks', 'imageShape'],
    example: '[first, second]',
  });
  const [first, ...others] = networks;
  if (first === undefined || others.length === 0)
    throw invalidArgument(
      'averageNetworks',
      'expected at least two networks',
      networks.length,
      'Pass e.g. [first, second].',
    );
  networks.forEach((network, index) => assertNetwork(`averageNetworks: network ${index + 1}`, network));
  networks.forEach(checkOutputs);
  for (const [index, other] of others.entries()) {
    for (const [what, fact] of facts) {
      const [expected, got] = [fact(first), fact(other)];
      if (expected !== got)
        throw invalidArgument(
          'averageNetworks',
          `expected network ${index + 2} to have the ${what} of the first, ${expected}`,
          got,
          'Only networks for the same tasks and images can be averaged.',
        );
    }
  }
  return first;
}

/** What networks must have in common. */
const facts: readonly (readonly [what: string, fact: (network: Network) => string])[] = [
  ['tasks', ({ tasks }) => JSON.stringify(tasks)],
  ['image shape', ({ imageShape }) => JSON.stringify(imageShape)],
  ['preprocessing', ({ preprocessing }) => JSON.stringify(preprocessing ?? 'not known')],
];

function checkOutputs({ model: { outputs } }: Network): void {
  const odd = outputs.find(({ sourceLayer }) => sourceLayer.getClassName() !== 'Activation');
  if (odd !== undefined)
    throw invalidArgument(
      'averageNetworks',
      'each output must be an activation layer',
      `${odd.sourceLayer.getClassName()} "${odd.sourceLayer.name}"`,
      'Networks of buildNetwork and buildFaceNet have them.',
    );
}

/** A copy of a network's layers on another input, up to what goes into its activations. */
function logitsLayer({ model: original }: Network, image: SymbolicTensor, prefix: string): SymbolicTensor[] {
  const layerCopies = new Map<Layer, Layer>();
  const copies = new Map<SymbolicTensor, SymbolicTensor>(original.inputs.map((given) => [given, image]));
  const layerOf = (layer: Layer): Layer => {
    const known = layerCopies.get(layer) ?? cloneLayer(layer, `${prefix}_${layer.name}`);
    layerCopies.set(layer, known);
    return known;
  };
  const copyOf = (tensor: SymbolicTensor): SymbolicTensor => {
    const inputs = copies.has(tensor) ? [] : tensor.inputs.map(copyOf);
    const copy =
      copies.get(tensor) ??
      (layerOf(tensor.sourceLayer).apply(
        inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs,
      ) as SymbolicTensor);
    copies.set(tensor, copy);
    return copy;
  };
  const logits = original.outputs.map((output) => copyOf(output.inputs[0] as SymbolicTensor));
  layerCopies.forEach((copy, layer) => copyWeights(layer, copy));
  return logits;
}

/**
 * Copies by place: the order of `getWeights` changes with `trainable`, which the copy of an inner model does not have.
 */
function copyWeights(from: Layer, to: Layer): void {
  const values = weightsIn(from).map((weight) => weight.read());
  weightsIn(to).forEach((weight, index) => weight.write(values[index] as Tensor));
}

function weightsIn(layer: Layer): readonly LayerVariable[] {
  return innerLayers(layer) === undefined
    ? layer.weights
    : namedWeights(layer as LayersModel).map(({ weight }) => weight);
}

/** Creates a layer of the same class and configuration, with separate weights. */
function cloneLayer(layer: Layer, name: string): Layer {
  const Kind = layer.constructor as (new (config: object) => Layer) & {
    fromConfig(kind: unknown, config: object): Layer;
  };
  return Kind.fromConfig(Kind, { ...layer.getConfig(), name });
}
