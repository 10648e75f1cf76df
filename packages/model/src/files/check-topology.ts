import { serialization } from '@tensorflow/tfjs-core';
import { isObject, type JsonObject } from './parse-json';
import { modelError, type ModelReader } from './model-error';

/** One call of a layer, and the calls, by layer and number, that its inputs come from. */
interface Call {
  readonly key: string;
  readonly inputs: readonly string[];
}

/** The article's network has 100; the time that tfjs takes grows with the square. */
const mostCalls = 5000;
const mostInputs = 4 * mostCalls;

/**
 * Returns the topology in a `model.json`.
 *
 * @throws {PolyheadError} INVALID_MODEL if tfjs does not know the class of a layer, or the layers form a cycle (on
 * which
 *   tfjs would never return).
 */
export function checkTopology(
  reader: ModelReader,
  model: JsonObject,
  isKnown: (className: string) => boolean = isRegistered,
): JsonObject {
  const { modelTopology } = model;
  if (
    !isObject(modelTopology) ||
    !isObject(modelTopology.config) ||
    !['Model', 'Functional'].includes(String(modelTopology.class_name))
  ) {
    throw modelError(reader, 'expected "modelTopology" in model.json to be a functional model of tfjs', undefined, {
      hint: 'Save the model again.',
    });
  }
  const open: unknown[] = [modelTopology];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isObject(value)) checkObject(reader, value, isKnown);
    if (typeof value === 'number' && !(Math.abs(value) <= 2 ** 31))
      throw modelError(reader, `model.json has the number ${value} in a layer, which no network has`);
    if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) if (member !== undefined) open.push(member);
  }
  return modelTopology;
}

function checkObject(reader: ModelReader, value: JsonObject, isKnown: (className: string) => boolean): void {
  if (typeof value.class_name === 'string' && 'config' in value) checkClass(reader, value.class_name, isKnown);
  const { layers } = value;
  if (Array.isArray(layers) && layers.some((layer) => isObject(layer) && 'inbound_nodes' in layer))
    checkGraph(reader, layers);
}

function isRegistered(className: string): boolean {
  return Object.hasOwn(serialization.SerializationMap.getMap().classNameMap, className);
}

function checkClass(reader: ModelReader, className: string, isKnown: (className: string) => boolean): void {
  if (isKnown(className)) return;
  throw modelError(reader, `model.json has the class "${className}", which tfjs does not know`, undefined, {
    hint: 'Register it with tf.serialization.registerClass before loading.',
  });
}

function checkGraph(reader: ModelReader, layers: readonly unknown[]): void {
  const calls = layers.flatMap((layer) => getCalls(reader, layer));
  const inputs = calls.reduce((sum, call) => sum + call.inputs.length, 0);
  for (const [what, count, most] of [
    ['calls of layers', calls.length, mostCalls],
    ['inputs of layers', inputs, mostInputs],
  ] as const)
    if (count > most)
      throw modelError(reader, `expected at most ${most} ${what} in model.json`, count, {
        hint: 'polyhead did not write this model.',
      });
  const done = sortCalls(calls);
  const stuck = calls.find(({ key }) => !done.has(key));
  if (stuck !== undefined)
    throw modelError(
      reader,
      `expected the layers in model.json to feed each other without cycles, but ${stuck.key} waits for ${stuck.inputs.find((input) => !done.has(input))}`,
    );
}

/** Returns the calls that can run, each after those that it needs (Kahn, 1962). Looks at every input once. */
function sortCalls(calls: readonly Call[]): ReadonlySet<string> {
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

function getCalls(reader: ModelReader, layer: unknown): Call[] {
  if (!isObject(layer) || typeof layer.name !== 'string' || !Array.isArray(layer.inbound_nodes))
    throw modelError(reader, 'expected "name" and "inbound_nodes" for each layer in model.json');
  const { name, inbound_nodes: nodes, config } = layer;
  const first = isObject(config) && Array.isArray(config.layers) ? 1 : 0; // call 0 of a model is its own input
  if (nodes.length === 0) return [{ key: `${name}[0]`, inputs: [] }];
  return nodes.map((node: unknown, index) => ({
    key: `${name}[${first + index}]`,
    inputs: getInputs(reader, name, node),
  }));
}

function getInputs(reader: ModelReader, name: string, node: unknown): string[] {
  if (!Array.isArray(node))
    throw modelError(reader, `expected the inputs of layer "${name}" in model.json to be a list`);
  return node.map((input: unknown) => (Array.isArray(input) ? `${input[0]}[${input[1]}]` : String(input)));
}
