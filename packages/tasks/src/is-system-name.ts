import { describeValue } from './describe-value';

/** Files that an operating system or a file server puts into folders by itself. */
const files =
  /^(\._.*|\.ds_store|\.localized|\.directory|\.nfs[0-9a-f]+|\.fuse_hidden.*|(eh)?thumbs(_vista)?\.db|desktop\.ini)$/i;

/** Folders of the same kind: archives, thumbnails and recycle bins. */
const folders = /^(@eadir|__macosx|\$recycle\.bin|#recycle|#snapshot|system volume information|lost\+found)$/i;

/**
 * True if a file or folder of this name belongs to the operating system and not to the user: `.DS_Store`, `Thumbs.db`,
 * `desktop.ini`, `._photo.jpg`, `.nfs0001`, `@eaDir`, `__MACOSX` and their like. Such names appear in a folder by
 * themselves, so they neither count as images nor make a saved folder invalid.
 *
 * @param name Name without its folder. Throws if it is not a string.
 *
 * @example
 * ```ts
 * import { isSystemName } from '@polyhead/tasks';
 * isSystemName('.DS_Store'); // true
 * isSystemName('photo.jpg'); // false
 * ```
 */
export function isSystemName(name: string): boolean {
  if (typeof name !== 'string')
    throw new Error(`isSystemName: expected the name of a file, got ${describeValue(name)}. Pass e.g. '.DS_Store'.`);
  return files.test(name) || folders.test(name);
}
