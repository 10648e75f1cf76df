// A recording at a few small batch sizes tells what it would be at any other: the graphs differ only in numbers that
// follow the batch size.
import { type Attribute, dataType, type GraphNode, type TensorValue } from '../graph/graph';
import type { Trace } from './trace';

/** A trace made with this many rows in every batch. */
export interface TraceSample {
  readonly batch: number;
  readonly trace: Trace;
}

/** The trace for any batch size. */
export type ScalableTrace = (batch: number) => Trace;

/**
 * Learns from two samples how numbers follow the batch size, and checks it with a third. Undefined where that is not
 * enough.
 */
export function generalizeBatchSize(
  first: TraceSample,
  second: TraceSample,
  proof: TraceSample,
): ScalableTrace | undefined {
  if (!sameStructure(first.trace, second.trace) || !sameStructure(first.trace, proof.trace)) return undefined;
  const at: ScalableTrace = (batch) => {
    const rule = interpolation(first.batch, second.batch, batch);
    return {
      ...first.trace,
      nodes: first.trace.nodes.map((node, index) => scaleNode(node, second.trace.nodes[index] as GraphNode, rule)),
    };
  };
  const [guess, truth] = [at(proof.batch).nodes, proof.trace.nodes];
  return guess.every((node, index) => same(node, truth[index])) ? at : undefined;
}

/** Makes the number at a third batch size out of the numbers at two. */
type Rule = (one: number, other: number) => number;

function interpolation(one: number, other: number, batch: number): Rule {
  return (a, b) => {
    if (Object.is(a, b)) return a;
    // A share of the batch, such as 1 / (rows of pixels), is written as one number; all else grows by a fixed amount a
    // image.
    return Math.abs(a * one - b * other) <= 1e-6 * Math.abs(a * one)
      ? reciprocal(a * one, batch)
      : a + ((b - a) / (other - one)) * (batch - one);
  };
}

/** share / batch, with the share taken as the reciprocal of a whole number where it is one but for rounding. */
function reciprocal(share: number, batch: number): number {
  const whole = Math.round(1 / share);
  return Math.abs(whole * share - 1) < 1e-6 ? 1 / (whole * batch) : share / batch;
}

function sameStructure(one: Trace, other: Trace): boolean {
  const wiring = ({ nodes, feeds, fetches, changed }: Trace): string =>
    JSON.stringify([
      nodes.map(({ name, op, inputs, outputs }) => [
        name,
        op,
        inputs,
        outputs.map(({ dtype, shape }) => [dtype, shape.length]),
      ]),
      feeds,
      fetches,
      changed.size,
    ]);
  return wiring(one) === wiring(other);
}

function same(one: GraphNode, other: GraphNode | undefined): boolean {
  const text = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array ? value.join() : Object.is(value, -0) ? '-0' : value;
  return JSON.stringify(one, text) === JSON.stringify(other, text);
}

function scaleNode(node: GraphNode, other: GraphNode, rule: Rule): GraphNode {
  const attributes = Object.fromEntries(
    Object.entries(node.attributes).map(([name, value]) => [
      name,
      scaleAttribute(value, other.attributes[name] ?? value, rule),
    ]),
  );
  return { ...node, attributes, outputs: mapNumbers(node.outputs, other.outputs, rule) };
}

function scaleAttribute(one: Attribute, other: Attribute, rule: Rule): Attribute {
  return one.tensor !== undefined && other.tensor !== undefined
    ? { tensor: scaleTensor(one.tensor, other.tensor, rule) }
    : mapNumbers(one, other, rule);
}

function scaleTensor(one: TensorValue, other: TensorValue, rule: Rule): TensorValue {
  const { tensorContent, ...rest } = one;
  const scaled = mapNumbers<TensorValue>(rest, other, rule);
  const kind = one.dtype === dataType.float32 ? Float32Array : one.dtype === dataType.int32 ? Int32Array : undefined;
  if (tensorContent === undefined) return scaled;
  if (other.tensorContent === undefined || kind === undefined || tensorContent.length !== other.tensorContent.length)
    return one;
  const [numbers, others] = [new kind(tensorContent.slice().buffer), new kind(other.tensorContent.slice().buffer)];
  numbers.forEach((number, index) => (numbers[index] = rule(number, others[index] ?? NaN)));
  return { ...scaled, tensorContent: new Uint8Array(numbers.buffer) };
}

/** Every number in plain data by the rule; all else as in the first. */
function mapNumbers<Tree>(one: Tree, other: unknown, rule: Rule): Tree {
  if (typeof one === 'number' && typeof other === 'number') return rule(one, other) as Tree;
  if (one instanceof Uint8Array || typeof one !== 'object' || one === null) return one;
  const others = other as Record<string, unknown>;
  if (Array.isArray(one)) return one.map((part, index) => mapNumbers<unknown>(part, others[index], rule)) as Tree;
  return Object.fromEntries(
    Object.entries(one).map(([name, part]) => [name, mapNumbers<unknown>(part, others[name], rule)]),
  ) as Tree;
}
