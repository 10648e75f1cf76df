import {
  allRecords,
  type CategoryAnalysis,
  type DataAnalysis,
  labelValues,
  type NumberAnalysis,
} from '../analysis/analyze-data';
import { binnedPie } from '../figures/binned-pie';
import { distributionPie } from '../figures/distribution-pie';
import { formatNumber } from '../figures/format-number';
import { histogram } from '../figures/histogram';
import { capital } from '../figures/score-name';
import type { Block, Figure, Section, Table } from '../page/block';
import type { ReportInput } from '../report-input';
import { counted, percent, withUnit } from './words';

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

function tiles({ records, refused, split }: DataAnalysis): { label: string; value: string; detail?: string }[] {
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
      label: 'Pictures',
      value: formatNumber(records),
      detail: refused.count === 0 ? 'no file refused' : `${counted(refused.count, 'file')} refused`,
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
          `${counted(skipped, 'test picture')} could not be read and ${skipped === 1 ? 'is' : 'are'} in none of the results.`,
        ];
  return [...copies, ...seed, ...unread];
}

function copiesText({ groups, records, conflicting }: NonNullable<DataAnalysis['duplicates']>): string {
  if (groups === 0) return 'No picture occurs twice.';
  const labels =
    conflicting === 0
      ? 'their labels agree'
      : `in ${formatNumber(conflicting)} of these groups the labels disagree, so that some of them must be wrong`;
  return `${counted(groups, 'picture')} ${groups === 1 ? 'occurs' : 'occur'} more than once, byte for byte (${counted(records, 'file')} in all); ${labels}.`;
}

function refusals({ refused }: DataAnalysis): Block[] {
  if (refused.count === 0) return [];
  const kinds: Table = {
    caption: 'Why files were refused',
    columns: ['reason', 'files', 'for example'],
    rows: refused.kinds.map(({ kind, count, example }) => [kind, count, example]),
  };
  const some =
    refused.count > refused.files.length
      ? ` (the first ${refused.files.length} of ${formatNumber(refused.count)})`
      : '';
  const files: Table = {
    caption: `Refused files${some}`,
    columns: ['file', 'reason'],
    rows: refused.files.map(({ file, reason }) => [file, reason]),
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
    : [{ title: capital(name), spec: distributionPie(pairs, { labels: counts.map(({ value }) => value) }) }];
}

function numberFigures({ name, unit, min, max }: NumberAnalysis, records: readonly object[]): Figure[] {
  const values = labelValues(records, name).map(Number);
  if (!values.some(Number.isFinite)) return [];
  const figures = [
    { title: capital(name), spec: histogram(values, { label: unit === '' ? name : `${name} in ${unit}` }) },
  ];
  const ages = unit === 'years' || (name === 'age' && min >= 0 && max <= 130);
  return ages ? [...figures, { title: `${capital(name)} bands`, spec: binnedPie(values) }] : figures;
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
    caption: `${capital(name)} in the parts of the split`,
    columns: [name, 'training', 'validation', 'test'],
    rows,
  };
}

/** The numbers of a regression's labels in words. */
export function rangeText({ min, max, mean, unit }: NumberAnalysis): string {
  return `${formatNumber(min)} to ${withUnit(max, unit)}, ${formatNumber(mean)} on average`;
}
