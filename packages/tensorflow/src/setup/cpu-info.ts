import { readFileSync } from 'node:fs';

/** Who made the processor and what it can do, in the words of Linux' /proc/cpuinfo; undefined on other systems. */
export function readCpuInfo(): string | undefined {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether a processor has some instructions. */
export function hasFlag(cpuInfo: string, flag: string): boolean {
  return new RegExp(`\\b${flag}\\b`).test(cpuInfo);
}
