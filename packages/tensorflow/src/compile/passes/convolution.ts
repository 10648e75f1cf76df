import type { GraphNode, NodeOutput } from '../graph';

/** The padding of a convolution or of its gradient, where it is of pictures with their channels last and takes steps of one pixel. */
export function plainPadding({ attributes }: GraphNode): 'SAME' | 'VALID' | undefined {
  const padding = textOf(attributes, 'padding');
  const plain = textOf(attributes, 'data_format') !== 'NCHW' && [...(attributes['strides']?.list?.i ?? []), ...(attributes['dilations']?.list?.i ?? [])].every((step) => Number(step) === 1);
  return plain && (padding === 'SAME' || padding === 'VALID') ? padding : undefined;
}

export function textOf(attributes: GraphNode['attributes'], name: string): string {
  return new TextDecoder().decode(attributes[name]?.s);
}

export function sizeOf({ shape }: NodeOutput): number {
  return shape.reduce((product, side) => product * side, 1);
}
