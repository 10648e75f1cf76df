/**
 * What needs files: writing the page in Node. The rest is in `@polyhead/report`.
 *
 * @module @polyhead/report/node
 */
export type { WrittenReport } from './report/write-pair';
export { writeComparison } from './compare/write-comparison';
export { writeReport } from './report/write-report';
