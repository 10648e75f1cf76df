import { PolyheadError } from '@polyhead/core';

/** What TensorFlow says when it fails, with what to do about it where that is known. */
export function translateNativeError(error: unknown): unknown {
  const reason = error instanceof Error ? error.message : String(error);
  if (!/OOM when allocating|RESOURCE_EXHAUSTED|Resource exhausted/i.test(reason)) return error;
  return new PolyheadError(
    'OUT_OF_MEMORY',
    `compile: TensorFlow ran out of memory. Pass fewer rows at once, smaller images, or use a smaller network. TensorFlow says: ${reason}`,
    { cause: error },
  );
}
