import { dirname } from 'node:path';

import { pathExists, describeReadError, resolveFolder } from '../files/file-access';
import { namedFiles } from './named-files';
import { isInside } from '../files/is-inside';
import { validateBytes, validateEntry, validateExtension, type ImageFileRules } from './image-file-check';
import type { RejectedFile } from '../records/records';
import { PolyheadError } from '@polyhead/core';

/** A folder whose images are listed elsewhere, such as in a CSV file. */
export interface ImageFolder {
  /** Returns the path of the image with that name; undefined if the name leads out of the folder. */
  locate(name: string): string | undefined;
  /** Returns why a located image is rejected; undefined if it is not. */
  problem(file: string): RejectedFile | undefined;
}

/** Opens a folder of images. Throws if it cannot be read; the error names the function `where`. */
export function openImageFolder(where: string, folder: string, rules: ImageFileRules): ImageFolder {
  const real = resolveRoot(where, folder);
  const linked = new Map<string, boolean>();
  // Images share few folders, so each is looked up once.
  const leadsOut = (parent: string): boolean => {
    const known = linked.get(parent) ?? !isInside(real, resolveFolder(parent));
    linked.set(parent, known);
    return known;
  };
  const { locate, hint } = namedFiles(folder, rules.extensions);
  return {
    locate,
    problem: (file) =>
      missingProblem(file, hint) ??
      validateExtension(file, rules) ??
      validateEntry(file, rules) ??
      linkProblem(file, rules, leadsOut) ??
      (rules.checkContents ? validateBytes(file, rules) : undefined),
  };
}

function missingProblem(file: string, hint: (file: string) => string): RejectedFile | undefined {
  if (pathExists(file)) return undefined;
  return { file, kind: 'unreadable', reason: `does not exist${hint(file)}` };
}

function resolveRoot(where: string, folder: string): string {
  try {
    return resolveFolder(folder);
  } catch (error) {
    throw new PolyheadError(
      'FILE_UNREADABLE',
      `${where}: folder "${folder}" ${describeReadError(error)}. Pass the path of the folder that holds the images.`,
      { where, path: folder, cause: error },
    );
  }
}

function linkProblem(
  file: string,
  rules: ImageFileRules,
  leadsOut: (parent: string) => boolean,
): RejectedFile | undefined {
  if (rules.followLinks || !leadsOut(dirname(file))) return undefined;
  return {
    file,
    kind: 'link',
    reason: 'lies behind a symbolic link that leads out of the folder: pass followLinks: true to read it',
  };
}
