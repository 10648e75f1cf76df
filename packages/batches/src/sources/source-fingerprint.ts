import type { SourceFingerprint, TaskMap } from '@polyhead/core';
import type { BatchOptions } from './batch-options';
import type { EpochPlan } from './epoch-plan';
import type { LabelValues } from './label-table';

/** What makes the batches of any source what they are. */
export interface FingerprintParts {
  /** The images themselves, or the names of their files, as bytes under a word for them. */
  readonly images: Readonly<Record<string, Uint8Array>>;
  readonly size: number;
  readonly table: LabelValues;
  readonly plan: EpochPlan;
  readonly options: Omit<BatchOptions<TaskMap>, 'tasks'>;
  readonly weights: Float64Array | undefined;
  /** What else matters, in words. */
  readonly settings: SourceFingerprint;
}

/** Bytes that are copied at a time, to be hashed. */
const pieceBytes = 2 ** 24;

/**
 * Everything that the batches of a source follow from, each under its name, that of the option where it is one; large
 * things as SHA-256 sums, which are left out on pages that came by plain http and may not make any.
 */
export async function sourceFingerprint({
  images,
  size,
  table,
  plan,
  options,
  weights,
  settings,
}: FingerprintParts): Promise<SourceFingerprint> {
  const { shuffle = true, dropLast = false, augment, mix } = options;
  const columns = Object.keys(table)
    .sort()
    .flatMap((name) => [encodeText(name), encodeNumber(table[name] as Float64Array)]);
  const large = {
    ...Object.fromEntries(Object.entries(images).map(([name, bytes]) => [name, [bytes]])),
    labels: columns,
    weights: weights === undefined ? [] : [encodeNumber(weights)],
  };
  const sums =
    (globalThis as { crypto?: Partial<Crypto> }).crypto?.subtle === undefined
      ? []
      : await Promise.all(Object.entries(large).map(async ([name, parts]) => [name, await sha256Of(parts)] as const));
  return {
    images: size,
    ...Object.fromEntries(sums),
    seed: plan.seed,
    batchSize: plan.batchSize,
    shuffle,
    dropLast,
    augment: canonical(augment),
    mix: canonical(mix),
    ...settings,
  };
}

/** The options that are set and by which an epoch is not every image once and unchanged. */
export function trainingOnlyOptions(
  { dropLast = false, augment, mix }: Omit<BatchOptions<TaskMap>, 'tasks'>,
  weights: Float64Array | undefined,
): string[] {
  const isSet = { dropLast, augment: changes(augment), mix: changes(mix), weights: weights !== undefined };
  return Object.entries(isSet).flatMap(([name, set]) => (set ? [name] : []));
}

function changes(settings: object | undefined): boolean {
  return canonical(settings) !== 'none';
}

/** The names of files below the folder that all of them are in, as a data set may move. */
export function relativeNames(files: readonly string[]): string[] {
  const paths = files.map((file) => file.replaceAll('\\', '/').split('/'));
  const [first = []] = paths;
  const common = paths.reduce((count, path) => {
    const differs = path.findIndex((part, index) => part !== first[index]);
    return Math.min(count, path.length - 1, differs < 0 ? path.length : differs);
  }, first.length - 1);
  return paths.map((path) => path.slice(common).join('/'));
}

export function encodeText(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function encodeNumber({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * The sum of all parts, piece by piece: each sum is over the one before and the next piece. `none` where there are no
 * parts.
 */
async function sha256Of(parts: readonly Uint8Array[]): Promise<string> {
  let sum = new Uint8Array(0);
  for (const part of parts) {
    for (let start = 0; start < part.length; start += pieceBytes) {
      const piece = part.subarray(start, start + pieceBytes);
      const joined = new Uint8Array(sum.length + piece.length);
      joined.set(sum);
      joined.set(piece, sum.length);
      sum = new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
    }
  }
  return parts.length === 0
    ? 'none'
    : `sha256:${Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Settings as text, whatever order they were written in. */
function canonical(settings: object | undefined): string {
  const entries = Object.entries(settings ?? {}).filter(
    ([, value]) => value !== undefined && value !== 0 && value !== false,
  );
  return entries.length === 0
    ? 'none'
    : entries
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(', ');
}
