import { bfloat16Support } from './bfloat16-support';
import { PolyheadError } from '@polyhead/core';

/** Throws ENGINE_UNAVAILABLE if a precision is slower than float32 on this machine. */
export function assertPrecision(where: string, precision: 'float32' | 'bfloat16'): void {
  if (precision !== 'bfloat16') return;
  const { training, reason } = bfloat16Support();
  if (!training)
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      `${where}: expected a processor on which "precision" bfloat16 is faster than float32, but ${reason}. ` +
        'Leave the option out.',
      { where, hint: 'Leave the option out.' },
    );
}
