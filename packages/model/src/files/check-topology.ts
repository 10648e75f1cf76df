import { serialization } from '@tensorflow/tfjs-core';
import { isObject, type JsonObject } from './parse-json';
import { invalidArgument, PolyheadError } from '@polyhead/core';

/** A call of a layer: the calls, by layer and number, that it takes its inputs from. */
interface Call {
  readonly key: string;
  readonly inputs: readonly string[];
}

/** The article's network has 100; the time that tfjs takes grows with the square. */
const mostCalls = 5000;
const mostInputs = 4 * mostCalls;

/**
 * The topology in a `model.json`. Throws if a layer's class is unknown to tfjs, or the layers do not form a graph
 * without circles (on which tfjs would never end).
 */
export function checkTopology(model: JsonObject, isKnown: (className: string) => boolean = isRegistered): JsonObject {
  const { modelTopology } = model;
  if (
    !isObject(modelTopology) ||
    !isObject(modelTopology.config) ||
    !['Model', 'Functional'].includes(String(modelTopology.class_name))
  ) {
    throw new PolyheadError(
      'INVALID_MODEL',
      'fromArtifacts: expected "modelTopology" in model.json to be a functional model of tfjs. Save the model again.',
    );
  }
  const open: unknown[] = [modelTopology];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isObject(value)) checkObject(value, isKnown);
    if (typeof value === 'number' && !(Math.abs(value) <= 2 ** 31))
      throw new PolyheadError(
        'INVALID_MODEL',
        `fromArtifacts: model.json has the number ${value} in a layer, which no network has.`,
      );
    if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) if (member !== undefined) open.push(member);
  }
  return modelTopology;
}

function checkObject(value: JsonObject, isKnown: (className: string) => boolean): void {
  if (typeof value.class_name === 'string' && 'config' in value) checkClass(value.class_name, isKnown);
  const { layers } = value;
  if (Array.isArray(layers) && layers.some((layer) => isObject(layer) && 'inbound_nodes' in layer)) checkGraph(layers);
}

function isRegistered(className: string): boolean {
  return Object.hasOwn(serialization.SerializationMap.getMap().classNameMap, className);
}

function checkClass(className: string, isKnown: (className: string) => boolean): void {
  if (isKnown(className)) return;
  throw new PolyheadError(
    'INVALID_MODEL',
    `fromArtifacts: model.json has the class "${className}", which tfjs does not know. Register it with tf.serialization.registerClass before loading.`,
  );
}

function checkGraph(layers: readonly unknown[]): void {
  const calls = layers.flatMap(callsOf);
  const inputs = calls.reduce((sum, call) => sum + call.inputs.length, 0);
  for (const [what, count, most] of [
    ['calls of layers', calls.length, mostCalls],
    ['inputs of layers', inputs, mostInputs],
  ] as const)
    if (count > most)
      throw invalidArgument(
        'fromArtifacts',
        `expected at most ${most} ${what} in model.json`,
        count,
        'This is no model that polyhead wrote.',
      );
  const done = orderedCalls(calls);
  const stuck = calls.find(({ key }) => !done.has(key));
  if (stuck !== undefined)
    throw new PolyheadError(
      'INVALID_MODEL',
      `fromArtifacts: expected the layers in model.json to feed each other without circles, but ${stuck.key} waits for ${stuck.inputs.find((input) => !done.has(input))}.`,
    );
}

/** The calls that can run, each after those that it takes its inputs from (Kahn, 1962): looks at every input once. */
function orderedCalls(calls: readonly Call[]): ReadonlySet<string> {
  const waiting = new Map<string, number[]>();
  const missing = calls.map(({ inputs }) => inputs.length);
  for (const [index, { inputs }] of calls.entries())
    for (const input of inputs) {
      const list = waiting.get(input);
      if (list === undefined) waiting.set(input, [index]);
      else list.push(index);
    }
  const ready = [...calls.keys()].filter((index) => missing[index] === 0);
  const done = new Set<string>();
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    const { key } = calls[index] as Call;
    if (done.has(key)) continue;
    done.add(key);
    for (const next of waiting.get(key) ?? []) {
      missing[next] = (missing[next] ?? 0) - 1;
      if (missing[next] === 0) ready.push(next);
    }
  }
  return done;
}

function callsOf(layer: unknown): Call[] {
  if (!isObject(layer) || typeof layer.name !== 'string' || !Array.isArray(layer.inbound_nodes))
    throw new PolyheadError(
      'INVALID_MODEL',
      'fromArtifacts: expected "name" and "inbound_nodes" for each layer in model.json.',
    );
  const { name, inbound_nodes: nodes, config } = layer;
  const first = isObject(config) && Array.isArray(config.layers) ? 1 : 0; // call 0 of a model is its own input
  if (nodes.length === 0) return [{ key: `${name}[0]`, inputs: [] }];
  return nodes.map((node: unknown, index) => ({ key: `${name}[${first + index}]`, inputs: inputsOf(name, node) }));
}

function inputsOf(name: string, node: unknown): string[] {
  if (!Array.isArray(node))
    throw new PolyheadError(
      'INVALID_MODEL',
      `fromArtifacts: expected the inputs of layer "${name}" in model.json to be a list.`,
    );
  return node.map((input: unknown) => (Array.isArray(input) ? `${input[0]}[${input[1]}]` : String(input)));
}
