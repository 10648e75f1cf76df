import type { ImageShape, TaskMap } from '@polyhead/core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../blocks/block';
import { assertNetwork } from './assert-network';
import type { Network } from './network';

/** One layer of a {@link NetworkDescription}. */
export interface LayerDescription {
  /** Name of the layer, unique in its network. */
  readonly name: string;
  /** Keras' name of the class, such as `Conv2D`. */
  readonly className: string;
  /** Shape of the output; null is the number of images. */
  readonly outputShape: readonly (number | null)[];
  /** Number of weights. */
  readonly parameters: number;
  /** Number of weights that training changes. */
  readonly trainableParameters: number;
  /** Names of the layers whose outputs go in. */
  readonly inbound: readonly string[];
  /** The one task that the layer works for; absent where several share it. */
  readonly branch?: string;
}

/** One output of a {@link NetworkDescription}. */
export interface OutputDescription {
  /** Name of the task. */
  readonly task: string;
  /** Name of the layer that gives the output. */
  readonly layer: string;
}

/** A network as plain data, for drawing it. */
export interface NetworkDescription {
  /** Name of the model. */
  readonly name: string;
  /** Shape of the images that go in. */
  readonly imageShape: ImageShape;
  /** Number of weights. */
  readonly parameters: number;
  /** Number of weights that training changes. */
  readonly trainableParameters: number;
  /** The outputs in their order. */
  readonly outputs: readonly OutputDescription[];
  /** The layers, each behind those that feed it. */
  readonly layers: readonly LayerDescription[];
}

/**
 * Describes the layers of a network, their sizes, connections and branches as plain data, ready for `JSON.stringify`.
 *
 * @param network - The network to describe.
 * @returns The name, image shape, outputs and layers, with the number of weights.
 * @throws {PolyheadError} INVALID_ARGUMENT if the argument is not a network; DISPOSED if it was disposed of.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { buildFaceNet, describeNetwork } from '@polyhead/model';
 * const { layers } = describeNetwork(buildFaceNet({ tasks: faceTasks() }));
 * layers.filter(({ branch }) => branch === 'age').map(({ name }) => name); // ['age_conv2d', 'age_activation', ...]
 * ```
 */
export function describeNetwork<Tasks extends TaskMap>(network: Network<Tasks>): NetworkDescription {
  assertNetwork('describeNetwork', network);
  const { model, tasks, imageShape } = network;
  const outputs = Object.keys(tasks).map((task, index) => ({ task, layer: model.outputNames[index] ?? '' }));
  const inbound = new Map(
    model.layers.map((layer) => [layer.name, inboundTensors(model, layer).map((tensor) => tensor.sourceLayer.name)]),
  );
  const feeds = tasksByLayer(outputs, inbound);
  const layers = model.layers.map((layer) => {
    const [task, ...others] = feeds.get(layer.name) ?? [];
    return {
      name: layer.name,
      className: layer.getClassName(),
      outputShape: outputShape(model, layer),
      parameters: countValues(layer.weights),
      trainableParameters: countValues(layer.trainableWeights),
      inbound: inbound.get(layer.name) ?? [],
      ...(task !== undefined && others.length === 0 && { branch: task }),
    };
  });
  return {
    name: model.name,
    imageShape,
    parameters: countValues(model.weights),
    trainableParameters: countValues(model.trainableWeights),
    outputs,
    layers,
  };
}

/** What goes into a layer, as far as it belongs to this model. */
export function inboundTensors(model: LayersModel, layer: Layer): SymbolicTensor[] {
  return nodesOf(model, layer).flatMap((node) => node.inputTensors.filter((tensor) => tensor.sourceLayer !== layer));
}

export function outputShape(model: LayersModel, layer: Layer): (number | null)[] {
  return [...(nodesOf(model, layer).at(-1)?.outputTensors[0]?.shape ?? [])];
}

export function countValues(weights: readonly { readonly shape: readonly (number | null)[] }[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((product, side) => product * (side ?? 1), 1), 0);
}

function nodesOf(model: LayersModel, layer: Layer): Layer['inboundNodes'] {
  return layer.inboundNodes.filter((_, index) => model.containerNodes.has(`${layer.name}_ib-${index}`));
}

/** For each layer the tasks whose outputs it works for, found by walking back from the outputs. */
function tasksByLayer(
  outputs: readonly OutputDescription[],
  inbound: ReadonlyMap<string, readonly string[]>,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { task, layer } of outputs) {
    const open = [layer];
    const seen = new Set(open);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      found.set(name, [...(found.get(name) ?? []), task]);
      for (const source of inbound.get(name) ?? []) {
        if (!seen.has(source)) open.push(source);
        seen.add(source);
      }
    }
  }
  return found;
}
