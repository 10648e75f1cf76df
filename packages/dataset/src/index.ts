/**
 * {@include ../README.md}
 *
 * @module @polyhead/dataset
 */
export { type AgeBand, ageBands, binAges, type BinAgesOptions } from './statistics/bin-ages';
export { type ValueCount, countBy } from './statistics/count-by';
export { type DuplicateGroup, findDuplicates, type FindDuplicatesOptions } from './duplicates/find-duplicates';
export { loadSplit, type LoadSplitOptions } from './split/load-split';
export { type FaceLabels, type FaceRecord, parseUtkFaceName } from './scan/parse-utk-face-name';
export type { ImageFileOptions } from './scan/image-file-check';
export { type LabelsCsvOptions, readLabelsCsv } from './scan/read-labels-csv';
export type { FileRecord, ParseResult, RejectedFile, RejectionReason, ScanResult } from './records/records';
export { saveSplit } from './split/save-split';
export { type NameParser, scanFolder, type ScanOptions } from './scan/scan-folder';
export { scanUtkFace } from './scan/scan-utk-face';
export type { Split } from './split/split';
export { type SplitOptions, type SplitRatios, splitRecords } from './split/split-records';
