export type { WrittenReport } from './files/write-pair';
export { writeComparison } from './write-comparison';
export { writeReport } from './write-report';
