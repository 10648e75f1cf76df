import { PolyheadError, type BatchSource, type SourceFingerprint } from '@polyhead/core';
import type { RunData } from '../history/run-state';
import { trainingOnlyOptions } from './assert-whole-source';

const parts = ['training', 'validation'] as const;

/** What only says in which batches the images come: scores of all of them do not depend on it. */
const orderNames: readonly string[] = ['seed', 'shuffle', 'batchSize'];

/** Asks the sources, once: the answer takes reading all that they hold in memory. */
export function runData(
  sources: Readonly<Partial<Record<keyof RunData, Pick<BatchSource, 'fingerprint'>>>>,
): () => Promise<RunData> {
  let asked: Promise<RunData> | undefined;
  const ask = async (): Promise<RunData> => {
    const entries = await Promise.all(parts.map(async (part) => [part, await sources[part]?.fingerprint?.()] as const));
    return Object.fromEntries(entries.filter(([, fingerprint]) => fingerprint !== undefined));
  };
  return () => (asked ??= ask());
}

/**
 * Throws if a saved run had other data, telling what differs. Parts that either of the two does not know are not
 * compared.
 */
export function checkData(then: RunData | undefined, now: RunData): void {
  const differences = parts.flatMap((part) => {
    const differing = sourceDifferences(
      then?.[part],
      now[part],
      part === 'validation' && trainingOnlyOptions(now[part]).length === 0 ? orderNames : [],
    );
    return differing.length === 0 ? [] : [`the ${part} source has ${differing.join('; ')}`];
  });
  if (differences.length === 0) return;
  throw new PolyheadError(
    'RESUME_MISMATCH',
    `train: "resume" is a run on other data: ${differences.join(', and ')}. Pass the same records and options (saveSplit and loadSplit keep a split), or resume from { ...(await readCheckpoint(folder))!, data: undefined } to go on with these all the same.`,
  );
}

/** What can be shown first, such as `"images" 7,030, then 7,034`; then what can only be named. */
function sourceDifferences(
  then: SourceFingerprint = {},
  now: SourceFingerprint = {},
  left: readonly string[],
): string[] {
  const leftOut = new Set(left);
  const names = Object.keys(then).filter(
    (name) => !leftOut.has(name) && Object.hasOwn(now, name) && then[name] !== now[name],
  );
  const isSum = (name: string): boolean =>
    String(then[name]).startsWith('sha256:') || String(now[name]).startsWith('sha256:');
  return [
    ...names.filter((name) => !isSum(name)).map((name) => `"${name}" ${shown(now[name])}, then ${shown(then[name])}`),
    ...names.filter(isSum).map((name) => `other ${name}`),
  ];
}

function shown(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : String(value);
}
