import type { GraphNode, NodeOutput } from '../graph/graph';

/**
 * The padding of a convolution or of its gradient, where it is of images with their channels last and takes steps of
 * one pixel.
 */
export function plainPadding({ attributes }: GraphNode): 'SAME' | 'VALID' | undefined {
  const padding = textOf(attributes, 'padding');
  const plain =
    textOf(attributes, 'data_format') !== 'NCHW' &&
    [...(attributes['strides']?.list?.i ?? []), ...(attributes['dilations']?.list?.i ?? [])].every(
      (step) => Number(step) === 1,
    );
  return plain && (padding === 'SAME' || padding === 'VALID') ? padding : undefined;
}

export function textOf(attributes: GraphNode['attributes'], name: string): string {
  return new TextDecoder().decode(attributes[name]?.s);
}

/** Narrower images and larger filters are left to oneDNN, which is faster there. */
const leastColumns = 24;
const mostWeights = 65_536;
/** Numbers that the processor computes at once: filters have to fill vectors. */
const lanes = 16;

/**
 * Whether a convolution's filter [height, width, channels, filters] and result [batch, height, width, filters] are of a
 * size that polyhead's operations compute fast.
 */
export function isProfitable(filter: NodeOutput, result: NodeOutput): boolean {
  const weights = filter.shape.reduce((product, side) => product * side, 1);
  return (filter.shape[3] ?? 0) % lanes === 0 && (result.shape[2] ?? 0) >= leastColumns && weights <= mostWeights;
}
