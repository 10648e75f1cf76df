import { fileURLToPath } from 'node:url';

/** Folder of the package's C++ sources, which `install` compiles. */
export function nativeSources(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../../native' : '../native', here));
}
