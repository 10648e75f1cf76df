import { totalmem } from 'node:os';

/** Most memory that this process can have, in bytes, and what sets the limit, as an error names it. */
export interface MemoryLimit {
  readonly bytes: number;
  readonly whose: string;
}

/**
 * The memory of the machine, or less if a control group of Linux (version 1 or 2), such as that of a container, limits
 * the process. Without a limit, Node reports 0 or a number larger than any machine.
 */
export function memoryLimit(): MemoryLimit {
  const machine = totalmem();
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 && constrained < machine
    ? { bytes: constrained, whose: 'memory that the control group (container) of this process has' }
    : { bytes: machine, whose: 'memory that this machine has' };
}
