import { errorMessage, PolyheadError } from '@polyhead/core';

// The binding drops the status code of TensorFlow (a session fails with "Session fail to run with error: ..."), so the
// message of TensorFlow is the only sign of too little memory.
const OUT_OF_MEMORY = /OOM when allocating|RESOURCE_EXHAUSTED|Resource exhausted/i;

/**
 * Turns an error of the binding into a PolyheadError with code OUT_OF_MEMORY if TensorFlow ran out of memory, and
 * returns other errors unchanged.
 */
export function translateNativeError(error: unknown): unknown {
  const reason = errorMessage(error);
  if (!OUT_OF_MEMORY.test(reason)) return error;
  const hint = 'Pass fewer rows at once, smaller images, or use a smaller network.';
  return new PolyheadError(
    'OUT_OF_MEMORY',
    `compile: TensorFlow ran out of memory. ${hint} TensorFlow reports: ${reason}`,
    { where: 'compile', hint, cause: error },
  );
}
