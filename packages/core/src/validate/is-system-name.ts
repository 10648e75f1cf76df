import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/**
 * Files and folders of macOS, Windows and network storage, in any case: those systems ignore case, or share folders.
 */
const names = anyOf(
  [
    // macOS
    /\._.*/,
    /\.ds_store/,
    /\.localized/,
    /\.apdisk/,
    /\.volumeicon\.icns/,
    /\.apple(double|db|desktop)/,
    /\.com\.apple\..*/,
    /\.(spotlight|documentrevisions)-v100/,
    /\.trashes/,
    /\.fseventsd/,
    /\.temporaryitems/,
    /temporary items/,
    /network trash folder/,
    /icon\r/,
    /__macosx/,
    // Windows
    /(eh)?thumbs(_vista)?\.db/,
    /desktop\.ini/,
    /~\$.*/,
    /\$recycle\.bin/,
    /system volume information/,
    // network storage
    /@eadir/,
    /@tmp/,
    /@recycle/,
    /@recently-snapshot/,
    /\.@__thumb/,
    /#recycle/,
    /#snapshot/,
  ],
  'i',
);

/** Files and folders of Linux, where another case is another name. */
const linuxNames = anyOf([/\.directory/, /\.nfs[0-9a-f]+/, /\.fuse_hidden.*/, /\.Trash(-\d+)?/, /lost\+found/]);

/**
 * True if a file or folder of this name belongs to the operating system and not to the user: `.DS_Store`, `Thumbs.db`,
 * `._photo.jpg`, `~$photo.jpg`, `.nfs0001`, `@eaDir`, `#recycle`, `Temporary Items` and similar names. The system
 * creates them, so they neither count as images nor make a saved folder invalid.
 *
 * @param name - Name without its folder.
 * @returns True if the name is such a name.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `name` is not a string.
 *
 * @example
 * ```ts
 * import { isSystemName } from '@polyhead/core';
 * isSystemName('.DS_Store'); // true
 * isSystemName('photo.jpg'); // false
 * ```
 */
export function isSystemName(name: string): boolean {
  if (typeof name !== 'string')
    throw invalidArgument('isSystemName', 'expected the name of a file', formatValue(name), "Pass e.g. '.DS_Store'.");
  return names.test(name) || linuxNames.test(name);
}

function anyOf(patterns: readonly RegExp[], flags = ''): RegExp {
  return new RegExp(`^(?:${patterns.map(({ source }) => source).join('|')})$`, `s${flags}`);
}
