import { dataType, type GraphNode, shapeValue } from '../graph/graph';

/** A node that is some numbers. */
export function constant(
  name: string,
  values: Float32Array | Int32Array,
  shape: readonly number[] = [values.length],
): GraphNode {
  const dtype = values instanceof Float32Array ? dataType.float32 : dataType.int32;
  const tensor = { dtype, tensorShape: shapeValue(shape), tensorContent: new Uint8Array(values.buffer) };
  return {
    name,
    op: 'Const',
    inputs: [],
    attributes: { dtype: { type: dtype }, value: { tensor } },
    outputs: [{ dtype, shape }],
  };
}
