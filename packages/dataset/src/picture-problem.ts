import { dirname, resolve } from 'node:path';
import { describeValue, isSystemName } from '@polyhead/tasks';
import { entryKind, errorCode, type FolderEntry, pathExists, readHead, readProblem } from './files';
import { contentsProblem, headLength } from './picture-contents';
import type { Refusal, RefusalKind } from './records';

/** Which files pass as pictures. */
export interface PictureOptions {
  /** Extensions of pictures, without dot, in any case. Default `['jpg', 'jpeg', 'png']`. */
  readonly extensions?: readonly string[];
  /**
   * Whether the first bytes of every file are read, and files refused that are empty, unreadable or no picture of their
   * extension. About 0.3 s for 20,000 files in the cache. Default true.
   */
  readonly checkContents?: boolean;
  /**
   * True to follow symbolic links to files and, in a recursive scan, to folders, wherever they lead. A folder that is
   * reached twice is read once, so loops end. Default false: links are rejected.
   */
  readonly followLinks?: boolean;
}

export const pictureOptionNames = {
  extensions: true,
  checkContents: 'boolean',
  followLinks: 'boolean',
} satisfies Record<keyof PictureOptions, true | 'boolean'>;

/** The same with every default filled in. */
export type PictureRules = Required<PictureOptions>;

/** Throws where extensions are none; `where` is the function that the error names. */
export function pictureRules(
  where: string,
  { extensions = ['jpg', 'jpeg', 'png'], checkContents = true, followLinks = false }: PictureOptions,
): PictureRules {
  if (!(
    Array.isArray(extensions) &&
    extensions.length > 0 &&
    extensions.every((extension) => typeof extension === 'string')
  ))
    throw new Error(
      `${where}: expected "extensions" to be a list of one or more, got ${describeValue(extensions)}. Pass e.g. ['jpg', 'png'].`,
    );
  return {
    extensions: extensions.map((extension) => extension.replace(/^\./, '').toLowerCase()),
    checkContents,
    followLinks,
  };
}

/** What is wrong with a file by its name alone. */
export function extensionProblem(file: string, rules: PictureRules): Refusal | undefined {
  const extension = extensionOf(file);
  if (rules.extensions.includes(extension)) return undefined;
  return {
    file,
    kind: 'extension',
    reason: `is no picture: ${extension === '' ? 'no extension' : `extension ".${extension}"`}, expected ${rules.extensions.map((known) => `".${known}"`).join(' or ')}`,
  };
}

/** What is wrong with a path by what it stands for on the disk. */
export function entryProblem(file: string, rules: PictureRules): Refusal | undefined {
  try {
    return kindProblem(file, entryKind(file, rules.followLinks));
  } catch (error) {
    if (rules.followLinks && pathExists(file))
      return { file, kind: 'link', reason: `is a symbolic link that leads to no file (${errorCode(error)})` };
    return { file, kind: 'unreadable', reason: readProblem(error) };
  }
}

/** What is wrong with an entry of a folder by its name as the system stores it. */
export function nameProblem(file: string, { name, isUtf8 }: FolderEntry): Refusal | undefined {
  if (!isUtf8)
    return {
      file,
      kind: 'name',
      reason: `has a name that is not UTF-8: rename it, for example with: convmv -r -f latin1 -t utf8 --notest ${quoteForShell(resolve(dirname(file)))}`,
    };
  if (!isSystemName(name)) return undefined;
  return { file, kind: 'system', reason: 'belongs to the operating system: it is neither an image nor a class folder' };
}

export function kindProblem(file: string, kind: ReturnType<typeof entryKind>): Refusal | undefined {
  if (kind === 'file') return undefined;
  const reasons: Record<typeof kind, string> = {
    folder: 'is a folder, not a file',
    link: 'is a symbolic link: pass followLinks: true to read what it points to',
    special: 'is no ordinary file',
  };
  return { file, kind, reason: reasons[kind] };
}

/** What is wrong with a file by its first bytes. */
export function bytesProblem(file: string, rules: PictureRules): Refusal | undefined {
  const refuse = (kind: RefusalKind, reason: string): Refusal => ({ file, kind, reason });
  try {
    const head = readHead(file, headLength, rules.followLinks);
    if (head.length === 0) return refuse('empty', 'is empty (0 bytes)');
    const problem = contentsProblem(head, extensionOf(file));
    return problem === undefined ? undefined : refuse('contents', problem);
  } catch (error) {
    return refuse('unreadable', readProblem(error));
  }
}

function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function extensionOf(file: string): string {
  return /[^/\\]\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
}
