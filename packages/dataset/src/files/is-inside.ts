import { isAbsolute, relative, sep } from 'node:path';

/** True if a path lies in a folder or is the folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
