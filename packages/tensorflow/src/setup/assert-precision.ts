import { bfloat16Support } from './bfloat16-support';
import { PolyheadError } from '@polyhead/core';

/** Throws if a precision is slower than float32 on this machine. */
export function checkPrecision(where: string, precision: 'float32' | 'bfloat16'): void {
  if (precision !== 'bfloat16') return;
  const { training, reason } = bfloat16Support();
  if (!training)
    throw new PolyheadError(
      'INSTALL_FAILED',
      `${where}: expected a processor on which "precision" bfloat16 is faster than float32, but ${reason}. Leave the option out.`,
    );
}
