import { bytesField, doubleField, doublesField, floatField, intField } from './protobuf';

// The messages of tensorflow/core/framework/summary.proto that TensorBoard shows.

/** One number of one step. */
export function scalarValue(tag: string, value: number): Uint8Array {
  return bytesField(1, [bytesField(1, tag), floatField(2, value)]);
}

/** An image, as the bytes of a PNG or JPEG file. */
export function imageValue(tag: string, height: number, width: number, bytes: Uint8Array): Uint8Array {
  const rgb = 3;
  return bytesField(1, [
    bytesField(1, tag),
    bytesField(4, [intField(1, height), intField(2, width), intField(3, rgb), bytesField(4, bytes)]),
  ]);
}

/**
 * How many values lie where: 30 buckets of one width, as Keras makes them. Numbers that are not finite are left out;
 * undefined where nothing else is there.
 */
export function histogramValue(tag: string, values: Float32Array): Uint8Array | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const { min, max, sum, squares } = statistics(finite);
  const { limits, counts } = fill(finite, min, max);
  const fields = [
    doubleField(1, min),
    doubleField(2, max),
    doubleField(3, finite.length),
    doubleField(4, sum),
    doubleField(5, squares),
    doublesField(6, limits),
    doublesField(7, counts),
  ];
  return bytesField(1, [bytesField(1, tag), bytesField(5, fields)]);
}

function statistics(values: Float32Array): { min: number; max: number; sum: number; squares: number } {
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  return { min, max, sum, squares };
}

/** Upper limits of the buckets and what is in them; one bucket where all values are equal. */
function fill(values: Float32Array, min: number, max: number): { limits: number[]; counts: number[] } {
  const buckets = min === max ? 1 : 30;
  const width = (max - min) / buckets;
  const counts = new Array<number>(buckets).fill(0);
  for (const value of values) {
    const bucket = min === max ? 0 : Math.min(buckets - 1, Math.floor((value - min) / width));
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return { limits: counts.map((_, bucket) => (bucket === buckets - 1 ? max : min + (bucket + 1) * width)), counts };
}
