/**
 * What needs files: writing the page in Node. The rest is in `@polyhead/report`.
 *
 * @module @polyhead/report/node
 */
export type { WrittenReport } from './files/write-pair';
export { writeComparison } from './write-comparison';
export { writeReport } from './write-report';
