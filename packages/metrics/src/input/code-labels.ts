import type { Label } from './columns';
import { formatValue, invalidArgument, type PolyheadError } from '@polyhead/core';

/** Typed arrays that can only hold integers which fit an Int32Array. */
type SmallIntegers = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array;

/** True for the arrays that become class indices without looking at each value's type. */
export function isSmallIntegers(values: ArrayLike<unknown>): values is SmallIntegers {
  return (
    values instanceof Int32Array ||
    values instanceof Uint8Array ||
    values instanceof Int8Array ||
    values instanceof Int16Array ||
    values instanceof Uint16Array ||
    values instanceof Uint8ClampedArray
  );
}

/** Turns labels (names, or indices into `names`) into class indices, one Int32 per row; rejects what is neither. */
export function encodeLabels(
  where: string,
  argument: string,
  values: ArrayLike<Label>,
  names: readonly string[],
): Int32Array {
  const codes = isSmallIntegers(values) ? asInt32(values) : encodeEach(values, names);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code < 0 || code >= names.length) throw unknownLabel(where, argument, row, values[row] as Label, names);
  }
  return codes;
}

/** The same numbers as an Int32Array, without a copy where that is what they are. */
export function asInt32(values: SmallIntegers): Int32Array {
  return values instanceof Int32Array ? values : new Int32Array(values);
}

function encodeEach(values: ArrayLike<Label>, names: readonly string[]): Int32Array {
  const index = new Map(names.map((name, code) => [name, code]));
  const codes = new Int32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row] as Label;
    if (typeof value === 'string') codes[row] = index.get(value) ?? -1;
    else codes[row] = Number.isInteger(value) && value >= 0 && value < names.length ? value : -1;
  }
  return codes;
}

function unknownLabel(
  where: string,
  argument: string,
  row: number,
  value: Label,
  names: readonly string[],
): PolyheadError {
  const shown =
    names
      .slice(0, 8)
      .map((name) => JSON.stringify(name))
      .join(', ') + (names.length > 8 ? ', ...' : '');
  const expected = `"${argument}" must hold names or indices (0 to ${names.length - 1}) of the classes ${shown}`;
  const got = `${formatValue(value)} in row ${row}`;
  return invalidArgument(where, expected, got, 'Correct the row, or name every class in "labels".');
}
