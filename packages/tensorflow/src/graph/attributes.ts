import type { Binding, NativeAttribute } from './binding';
import { type Attribute, shapeValue } from './graph';

/**
 * Types that tfjs-node leaves out or gets wrong, as eager TensorFlow goes by the inputs: by operation and attribute,
 * the input whose type it is.
 */
const typesOfInputs: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ExpandDims: { T: 0, Tdim: 1 },
  Mean: { T: 0 },
};

/** Attributes of an eager operation as those of a graph's node. */
export function encodeAttributes(
  binding: Binding,
  op: string,
  attributes: readonly NativeAttribute[],
  inputTypes: readonly number[],
): Record<string, Attribute> {
  const given = attributes.map(({ name, type, value }) => [name, encode(binding, type, value)] as const);
  const inferred = Object.entries(typesOfInputs[op] ?? {}).map(
    ([name, input]) => [name, { type: inputTypes[input] as number }] as const,
  );
  return Object.fromEntries([...given, ...inferred]);
}

function encode(binding: Binding, type: number, value: unknown): Attribute {
  if (type === binding.TF_ATTR_TYPE) return { type: value as number };
  if (type === binding.TF_ATTR_INT)
    return Array.isArray(value) ? { list: { i: value as number[] } } : { i: value as number };
  if (type === binding.TF_ATTR_FLOAT)
    return Array.isArray(value) ? { list: { f: value as number[] } } : { f: value as number };
  if (type === binding.TF_ATTR_BOOL)
    return Array.isArray(value) ? { list: { b: value as boolean[] } } : { b: value as boolean };
  if (type === binding.TF_ATTR_STRING) return { s: new TextEncoder().encode(value as string) };
  return { shape: shapeValue(value as number[]) };
}
