/** A labeled image: its file and, beside it, one property per label. */
export interface FileRecord {
  /** Path of the image. */
  readonly file: string;
}

/** What a parser makes of a name or a row: its labels, or the reason why it has none. */
export type ParseResult<Labels> =
  | {
      /** True: the labels are there. */
      readonly ok: true;
      /** Labels by name. */
      readonly labels: Labels;
    }
  | {
      /** False: there are no labels. */
      readonly ok: false;
      /** Why, for the person who has to fix it. */
      readonly reason: string;
    };

/**
 * Why a file is rejected, in a word: a folder, a symbolic link, a special file, a hidden file or folder, a file or
 * folder of the operating system, another extension, no bytes, the wrong bytes, a name or a row that a parser rejects,
 * or a file that cannot be read.
 */
export type RejectionReason =
  | 'contents'
  | 'empty'
  | 'extension'
  | 'folder'
  | 'hidden'
  | 'link'
  | 'name'
  | 'row'
  | 'special'
  | 'system'
  | 'unreadable';

/** A file that is left out, and why. */
export interface RejectedFile {
  /** Path of the file. File names are data: escape them before they reach a page. */
  readonly file: string;
  /** Why it is left out, for the person who has to fix it. */
  readonly reason: string;
  /** The reason in a word, to count by. */
  readonly kind: RejectionReason;
  /** Line of the row in a CSV file, from 1. Absent for scanned folders. */
  readonly line?: number;
}

/** Everything that was found: nothing is left out without an entry in `rejected`. */
export interface ScanResult<Item extends FileRecord = FileRecord> {
  /** Images with their labels. */
  readonly records: Item[];
  /** Everything else, with reasons. */
  readonly rejected: RejectedFile[];
}
