export { writeReport, type WrittenReport, type WriteReportOptions } from './write-report';
