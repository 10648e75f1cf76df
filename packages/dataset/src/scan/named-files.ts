import { join, relative, resolve, sep } from 'node:path';
import { entryKind, errorCode, type FolderEntry, listFolder } from '../files/file-access';
import { isInside } from '../files/is-inside';

/** Finds the files that a table names although it spells them otherwise than the disk does. */
export interface NamedFiles {
  /** Path of the file with that name; undefined if the name leads out of the folder. The file need not exist. */
  locate(name: string): string | undefined;
  /**
   * Why nothing was found at a located path: names on the disk that differ by case, spaces or extension; a path of
   * Windows; a URL.
   */
  hint(file: string): string;
}

/** The names of a folder by what a table may call them. */
interface NameIndex {
  /** By normal form C. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** Files by normal form C without the extension of an image. */
  readonly byId: ReadonlyMap<string, readonly string[]>;
  /** The names that are folders. */
  readonly folders: ReadonlySet<string>;
  /** By name and by id, in lower case without spaces around. */
  readonly similar: ReadonlyMap<string, readonly string[]>;
}

/**
 * Names in tables come from other systems. A file is found if its name differs from the cell by Unicode normalization
 * (macOS writes é as two characters), by backslashes for slashes (Windows), or by one of `extensions` that the cell
 * lacks (an id column). Other differences are only reported, as each may mean another file.
 */
export function namedFiles(folder: string, extensions: readonly string[]): NamedFiles {
  const indices = new Map<string, NameIndex>();
  const indexOf = (parent: string): NameIndex => {
    const known = indices.get(parent) ?? indexNames(parent, extensions);
    indices.set(parent, known);
    return known;
  };
  return {
    locate: (name) => {
      const asWritten = pathInside(folder, name);
      if (asWritten !== undefined && isFileOrLink(asWritten)) return asWritten;
      const path = sep === '/' && name.includes('\\') ? pathInside(folder, name.replaceAll('\\', '/')) : asWritten;
      return path === undefined || isFileOrLink(path) ? path : (spelledOnDisk(folder, path, indexOf) ?? path);
    },
    hint: (file) => hintFor(folder, file, indexOf),
  };
}

function pathInside(folder: string, name: string): string | undefined {
  const path = resolve(folder, name);
  return isInside(folder, path) ? join(folder, relative(folder, path)) : undefined;
}

/** Not a folder: an id may have the name of one next to its file. */
function isFileOrLink(path: string): boolean {
  try {
    return entryKind(path, false) !== 'folder';
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes(errorCode(error)); // reading a path that cannot be looked up reports why
  }
}

/** The existing path whose every part is equal in normal form C; its last part may have one more extension. */
function spelledOnDisk(folder: string, path: string, indexOf: (parent: string) => NameIndex): string | undefined {
  let found = folder;
  const parts = relative(folder, path).split(sep);
  for (const [index, part] of parts.entries()) {
    const { byName, byId, folders } = indexOf(found);
    const name = part.normalize('NFC');
    const isLast = index === parts.length - 1;
    const named = (byName.get(name) ?? []).filter((each) => !isLast || !folders.has(each));
    const matches = named.length === 0 && isLast ? (byId.get(name) ?? []) : named;
    if (matches.length !== 1) return undefined;
    found = join(found, matches[0] as string);
  }
  return found;
}

/** What the disk has in place of the first part of a path that does not exist. */
function hintFor(folder: string, file: string, indexOf: (parent: string) => NameIndex): string {
  let parent = folder;
  const parts = relative(folder, file).split(sep);
  for (const [index, part] of parts.entries()) {
    const names = indexOf(parent);
    const [known, ...others] = names.byName.get(part.normalize('NFC')) ?? [];
    if (known !== undefined && others.length === 0) {
      parent = join(parent, known);
      continue;
    }
    const similar = names.similar.get(foldName(part)) ?? (index === parts.length - 1 ? similarFiles(part, names) : []);
    if (similar.length === 0) return index === 0 ? foreignHint(part) : '';
    const shown = similar.slice(0, 3).map((name) => JSON.stringify(name));
    return `; the disk has ${shown.join(', ')} for ${JSON.stringify(part)}: write the name as it is there`;
  }
  return '';
}

/** Files that differ from the name by their extension. */
function similarFiles(name: string, { similar, folders }: NameIndex): readonly string[] {
  const [, id = name] = /^(.+)\.[a-z]\w{1,4}$/i.exec(name) ?? [];
  return (similar.get(foldName(id)) ?? []).filter((each) => !folders.has(each));
}

/** What to do about a path that begins like one of no folder here. */
function foreignHint(first: string): string {
  if (/^[a-z]:$/i.test(first))
    return `; ${JSON.stringify(first)} is a drive of Windows: write paths from the folder of images, such as "train/1.jpg"`;
  return /^[a-z][a-z\d+.-]+:$/i.test(first) ? '; it is a URL: download the image, and write the path of its file' : '';
}

function indexNames(parent: string, extensions: readonly string[]): NameIndex {
  const index = {
    byName: new Map<string, string[]>(),
    byId: new Map<string, string[]>(),
    similar: new Map<string, string[]>(),
    folders: new Set<string>(),
  };
  for (const { name, kind } of listNames(parent)) {
    if (kind === 'folder') index.folders.add(name);
    const normal = name.normalize('NFC');
    const [, id = normal, extension = ''] = /^(.+)\.([^.]+)$/.exec(normal) ?? [];
    add(index.byName, normal, name);
    add(index.similar, foldName(name), name);
    if (kind === 'folder' || !extensions.includes(extension.toLowerCase())) continue;
    add(index.byId, id, name);
    add(index.similar, foldName(id), name);
  }
  return index;
}

function add(names: Map<string, string[]>, key: string, name: string): void {
  const known = names.get(key);
  if (known === undefined) names.set(key, [name]);
  else known.push(name);
}

/** Equal for names that differ by Unicode normalization, case and spaces around only. */
export function foldName(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

function listNames(parent: string): FolderEntry[] {
  try {
    return listFolder(parent).filter(({ isUtf8 }) => isUtf8);
  } catch {
    return []; // reading the file itself reports why
  }
}
