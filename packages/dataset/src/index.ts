/**
 * {@include ../README.md}
 *
 * @module @polyhead/dataset
 */
export { type AgeBand, ageBands, binAges, type BinAgesOptions } from './bin-ages';
export { type Count, countBy } from './count-by';
export { type DuplicateGroup, findDuplicates, type FindDuplicatesOptions } from './find-duplicates';
export { loadSplit, type LoadSplitOptions } from './load-split';
export { type FaceLabels, type FaceRecord, parseUtkFaceName } from './parse-utk-face-name';
export type { PictureOptions } from './picture-problem';
export { type LabelsCsvOptions, readLabelsCsv } from './read-labels-csv';
export type { FileRecord, Parsed, Refusal, RefusalKind, ScanResult } from './records';
export { saveSplit } from './save-split';
export { type NameParser, scanFolder, type ScanOptions } from './scan-folder';
export { scanUtkFace } from './scan-utk-face';
export type { Split } from './split';
export { type SplitOptions, type SplitRatios, splitRecords } from './split-records';
