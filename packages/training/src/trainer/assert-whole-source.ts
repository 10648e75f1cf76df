import { invalidArgument, type BatchSource, type SourceFingerprint } from '@polyhead/core';

/**
 * Throws if an epoch of the source is not every image once and unchanged, naming the options that make it so: scores of
 * such an epoch are those of other data. A source that reports neither `trainingOnly` nor a fingerprint is accepted.
 */
export async function assertWholeSource(
  where: string,
  source: Pick<BatchSource, 'trainingOnly' | 'fingerprint'>,
): Promise<void> {
  const names = source.trainingOnly ?? trainingOnlyOptions(await source.fingerprint?.());
  if (names.length === 0) return;
  const quoted = names.map((name) => `"${name}"`).join(', ');
  throw invalidArgument(
    where,
    'the source must yield every image once and unchanged',
    `one with ${quoted}`,
    `Leave ${quoted} out of the options of this source: only training may sample, mix, augment or drop images.`,
  );
}

/** The options in a fingerprint by which an epoch is not every image once and unchanged. */
export function trainingOnlyOptions(fingerprint: SourceFingerprint = {}): string[] {
  const { dropLast = false } = fingerprint;
  const changing = ['augment', 'mix', 'weights'].filter((name) => (fingerprint[name] ?? 'none') !== 'none');
  return [...(dropLast === false ? [] : ['dropLast']), ...changing];
}
