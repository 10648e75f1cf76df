import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { invalidArgument } from '@polyhead/core';

/**
 * Returns the real path of a file or folder inside a folder that may come from an untrusted source.
 *
 * A symbolic link is followed if it stays in the folder. The folder itself may be a link.
 *
 * @param folder - Path of the folder.
 * @param name - Path in it.
 * @returns The path without symbolic links: read this one.
 * @throws {PolyheadError} OUTSIDE_FOLDER if the path leads out of the folder.
 * @throws {Error} The error of the file system (`ENOENT`) if there is no such file.
 *
 * @example
 * ```ts
 * import { resolveInside } from '@polyhead/model/node';
 * const file = await resolveInside('runs/faces/model', 'weights.bin');
 * ```
 */
export async function resolveInside(folder: string, name: string): Promise<string> {
  const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
  const way = relative(root, path);
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return path;
  throw invalidArgument(
    'resolveInside',
    `"${name}" must be in the folder`,
    'a symbolic link that leads out of it',
    'Replace the link by the file if you trust it.',
    { code: 'OUTSIDE_FOLDER', path: join(folder, name) },
  );
}
