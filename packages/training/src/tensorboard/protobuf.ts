// Fields of protobuf messages (https://protobuf.dev/programming-guides/encoding); a message is its fields one after the
// other.

/** A whole number of at least 0. */
export function intField(field: number, value: number): Uint8Array {
  return Buffer.from([...varint(field * 8), ...varint(value)]);
}

/** A number of 64 bits. */
export function doubleField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.from([...varint(field * 8 + 1), ...bytes]);
}

/** A number of 32 bits. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.from([...varint(field * 8 + 5), ...bytes]);
}

/** Text, bytes, or a message from its fields. */
export function bytesField(field: number, value: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes =
    typeof value === 'string' ? Buffer.from(value) : value instanceof Uint8Array ? value : Buffer.concat(value);
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes]);
}

/** A list of numbers of 64 bits. */
export function doublesField(field: number, values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => bytes.writeDoubleLE(value, index * 8));
  return bytesField(field, bytes);
}

/** Seven bits a byte, lowest first; all but the last byte have their highest bit set. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
