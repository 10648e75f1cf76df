import { util, type TensorInfo } from '@tensorflow/tfjs-core';

/** A shape as [outer, rows, channels]: neighboring axes in the middle are reduced. */
export interface OuterInnerShape {
  readonly outer: number;
  readonly rows: number;
  readonly channels: number;
}

/** `shape` around `axes`; undefined where these are no neighbors, or none. */
export function outerInnerShape(
  { shape }: Pick<TensorInfo, 'shape'>,
  axis: number | readonly number[] | undefined,
): (OuterInnerShape & { axes: number[] }) | undefined {
  const axes = util.parseAxisParam(axis as number | number[], shape).sort((a, b) => a - b);
  const [first, last] = [axes[0], axes[axes.length - 1]];
  if (first === undefined || last === undefined || last - first + 1 !== axes.length) return undefined;
  const part = (from: number, to: number): number => util.sizeFromShape(shape.slice(from, to));
  return { axes, outer: part(0, first), rows: part(first, last + 1), channels: part(last + 1, shape.length) };
}
