import {
  allRecords,
  type CategoryAnalysis,
  type DataAnalysis,
  labelValues,
  type NumberAnalysis,
} from '../analysis/analyze-data';
import { binnedPie } from '../charts/binned-pie';
import { distributionPie } from '../charts/distribution-pie';
import { formatNumber } from '../analysis/format-number';
import { histogram } from '../charts/histogram';
import { capitalize } from '../analysis/score-name';
import type { Block, Figure, Section, Table } from '../html/block';
import type { ReportInput } from '../input/report-input';
import { pluralize, percent, formatWithUnit } from './format-text';

/** What there was to learn from: counts, refusals, copies, the split, and how the labels are distributed. */
export function dataSection<Row extends object>(data: DataAnalysis, input: ReportInput<Row>): Section {
  const figures = data.labels.flatMap((label) =>
    label.kind === 'category' ? categoryFigures(label) : numberFigures(label, allRecords(input) ?? []),
  );
  const tables = data.labels.flatMap((label): Block[] =>
    label.kind === 'category' && data.split !== undefined
      ? [{ kind: 'table', table: partTable(label, data.split) }]
      : [],
  );
  const blocks: Block[] = [
    { kind: 'tiles', tiles: tiles(data) },
    ...sentences(data).map((text): Block => ({ kind: 'text', text })),
    ...refusals(data),
  ];
  if (figures.length > 0)
    blocks.push({ kind: 'heading', text: 'How the labels are distributed' }, { kind: 'figures', figures }, ...tables);
  return { id: 'data', title: 'Data', blocks };
}

function tiles({ records, rejected, split }: DataAnalysis): { label: string; value: string; detail?: string }[] {
  const share = (part: number): string => percent(part / records);
  const parts =
    split === undefined
      ? []
      : [
          { label: 'Training', value: formatNumber(split.train), detail: share(split.train) },
          { label: 'Validation', value: formatNumber(split.validation), detail: share(split.validation) },
          { label: 'Test', value: formatNumber(split.test), detail: share(split.test) },
        ];
  return [
    {
      label: 'Images',
      value: formatNumber(records),
      detail: rejected.count === 0 ? 'no file rejected' : `${pluralize(rejected.count, 'file')} rejected`,
    },
    ...parts,
  ];
}

function sentences({ duplicates, split, skipped }: DataAnalysis): string[] {
  const copies = duplicates === undefined ? [] : [copiesText(duplicates)];
  const seed =
    split?.seed === undefined
      ? []
      : [
          `The records were dealt out by seed ${split.seed}${split.hash === undefined ? '' : `; the split has the checksum ${split.hash}`}.`,
        ];
  const unread =
    skipped === 0
      ? []
      : [
          `${pluralize(skipped, 'test image')} could not be read and ${skipped === 1 ? 'is' : 'are'} in none of the results.`,
        ];
  return [...copies, ...seed, ...unread];
}

function copiesText({ groups, records, conflicting }: NonNullable<DataAnalysis['duplicates']>): string {
  if (groups === 0) return 'No image occurs twice.';
  const labels =
    conflicting === 0
      ? 'their labels agree'
      : `in ${formatNumber(conflicting)} of these groups the labels disagree, so that some of them must be wrong`;
  return `${pluralize(groups, 'image')} ${groups === 1 ? 'occurs' : 'occur'} more than once, byte for byte (${pluralize(records, 'file')} in all); ${labels}.`;
}

function refusals({ rejected }: DataAnalysis): Block[] {
  if (rejected.count === 0) return [];
  const kinds: Table = {
    caption: 'Why files were rejected',
    columns: ['reason', 'files', 'for example'],
    rows: rejected.kinds.map(({ kind, count, example }) => [kind, count, example]),
  };
  const some =
    rejected.count > rejected.files.length
      ? ` (the first ${rejected.files.length} of ${formatNumber(rejected.count)})`
      : '';
  const files: Table = {
    caption: `Rejected files${some}`,
    columns: ['file', 'reason'],
    rows: rejected.files.map(({ file, reason }) => [file, reason]),
  };
  return [
    { kind: 'table', table: kinds },
    { kind: 'table', table: files, folded: true },
  ];
}

function categoryFigures({ name, counts }: CategoryAnalysis): Figure[] {
  const pairs = counts.map(({ value, count }): [string, number] => [value, count]).filter(([, count]) => count > 0);
  return pairs.length === 0
    ? []
    : [{ title: capitalize(name), spec: distributionPie(pairs, { labels: counts.map(({ value }) => value) }) }];
}

function numberFigures({ name, unit, min, max }: NumberAnalysis, records: readonly object[]): Figure[] {
  const values = labelValues(records, name).map(Number);
  if (!values.some(Number.isFinite)) return [];
  const figures = [
    { title: capitalize(name), spec: histogram(values, { label: unit === '' ? name : `${name} in ${unit}` }) },
  ];
  const ages = unit === 'years' || (name === 'age' && min >= 0 && max <= 130);
  return ages ? [...figures, { title: `${capitalize(name)} bands`, spec: binnedPie(values) }] : figures;
}

function partTable({ name, counts }: CategoryAnalysis, split: NonNullable<DataAnalysis['split']>): Table {
  const share = (count: number, total: number): string =>
    total === 0 ? '–' : `${formatNumber(count)} (${percent(count / total)})`;
  const rows = counts.map(({ value, train, validation, test }) => [
    value,
    share(train, split.train),
    share(validation, split.validation),
    share(test, split.test),
  ]);
  return {
    caption: `${capitalize(name)} in the parts of the split`,
    columns: [name, 'training', 'validation', 'test'],
    rows,
  };
}

/** The numbers of a regression's labels in words. */
export function rangeText({ min, max, mean, unit }: NumberAnalysis): string {
  return `${formatNumber(min)} to ${formatWithUnit(max, unit)}, ${formatNumber(mean)} on average`;
}
