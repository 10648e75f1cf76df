import { dirname } from 'node:path';

import { pathExists, readProblem, realFolder } from './files';
import { namedFiles } from './named-files';
import { isInside } from './is-inside';
import { bytesProblem, entryProblem, extensionProblem, type PictureRules } from './picture-problem';
import type { Refusal } from './records';

/** A folder whose pictures are named by someone else, such as a CSV file. */
export interface PictureFolder {
  /** Path of the picture with that name; undefined where the name leads out of the folder. */
  locate(name: string): string | undefined;
  /** What is wrong with a located picture. */
  problem(file: string): Refusal | undefined;
}

/** Throws where the folder cannot be read; `where` is the function that the error names. */
export function pictureFolder(where: string, folder: string, rules: PictureRules): PictureFolder {
  const real = realRoot(where, folder);
  const linked = new Map<string, boolean>();
  // Pictures share few folders, so each is looked up once.
  const leadsOut = (parent: string): boolean => {
    const known = linked.get(parent) ?? !isInside(real, realFolder(parent));
    linked.set(parent, known);
    return known;
  };
  const { locate, hint } = namedFiles(folder, rules.extensions);
  return {
    locate,
    problem: (file) =>
      missingProblem(file, hint) ??
      extensionProblem(file, rules) ??
      entryProblem(file, rules) ??
      linkProblem(file, rules, leadsOut) ??
      (rules.checkContents ? bytesProblem(file, rules) : undefined),
  };
}

function missingProblem(file: string, hint: (file: string) => string): Refusal | undefined {
  if (pathExists(file)) return undefined;
  return { file, kind: 'unreadable', reason: `does not exist${hint(file)}` };
}

function realRoot(where: string, folder: string): string {
  try {
    return realFolder(folder);
  } catch (error) {
    throw new Error(
      `${where}: folder "${folder}" ${readProblem(error)}. Pass the path of the folder that holds the pictures.`,
      { cause: error },
    );
  }
}

function linkProblem(file: string, rules: PictureRules, leadsOut: (parent: string) => boolean): Refusal | undefined {
  if (rules.followLinks || !leadsOut(dirname(file))) return undefined;
  return {
    file,
    kind: 'link',
    reason: 'lies behind a symbolic link that leads out of the folder: pass followLinks: true to read it',
  };
}
