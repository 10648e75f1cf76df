import { sampleRows } from '../analysis/sample-rows';
import { className, worstErrors, type Mistake, probabilityOf, valueText } from '../analysis/worst-errors';
import type { TaskRows } from '../analysis/task-rows';
import { thumbnailUrl } from '../analysis/thumbnail-url';
import { formatNumber } from '../analysis/format-number';
import type { Block, GalleryCard, GalleryField, Section } from '../html/block';
import { imagesOf, type ReportInput, type ReportOptions } from '../input/report-input';
import { percent } from './format-text';

/** The images of a report: a sample, and the worst mistakes. */
export interface ImageSections {
  readonly sections: readonly Section[];
  /** The same without images, for machines. */
  readonly data: {
    readonly examples: readonly ExampleRow[];
    readonly mistakes: readonly (Mistake & { readonly file?: string })[];
  };
}

/** One row of the sample. */
export interface ExampleRow {
  readonly row: number;
  readonly file?: string;
  readonly tasks: Readonly<Record<string, { readonly truth: string; readonly predicted: string }>>;
}

/** A seeded sample and the worst mistakes, with thumbnails where there are any. */
export async function imageSections<Row extends object>(
  tasks: readonly TaskRows[],
  input: ReportInput<Row>,
  options: ReportOptions & { readonly seed: number },
): Promise<ImageSections> {
  const { gallery = 25, mistakes: most = 25, seed } = options;
  const rows = sampleRows(tasks[0]?.truth.length ?? 0, gallery, seed);
  const mistakes = worstErrors(tasks, most);
  const fileOf = fileFinder(input, tasks[0]?.truth.length ?? 0);
  const card = cardMaker(tasks, fileOf, options);
  const sections: Section[] = [];
  if (rows.length > 0) {
    const text = `${rows.length} of ${formatNumber(tasks[0]?.truth.length)} test images, drawn by chance: what is true, and what was predicted where it differs.`;
    const cards = await Promise.all(rows.map((row) => card(row)));
    sections.push({
      id: 'examples',
      title: 'Examples',
      blocks: [
        { kind: 'text', text },
        { kind: 'gallery', label: 'Examples', cards },
      ],
    });
  }
  if (mistakes.length > 0)
    sections.push({ id: 'mistakes', title: 'The worst mistakes', blocks: await mistakeBlocks(mistakes, card) });
  const file = (row: number): { file?: string } => (fileOf(row) === undefined ? {} : { file: fileOf(row) });
  const examples = rows.map((row): ExampleRow => ({
    row,
    ...file(row),
    tasks: Object.fromEntries(tasks.map((task) => [task.name, pairText(task, row)])),
  }));
  return { sections, data: { examples, mistakes: mistakes.map((mistake) => ({ ...mistake, ...file(mistake.row) })) } };
}

type CardMaker = (row: number, task?: string) => Promise<GalleryCard>;

function cardMaker(
  tasks: readonly TaskRows[],
  fileOf: (row: number) => string | undefined,
  { thumbnails, thumbnailBytes = 34_000 }: ReportOptions,
): CardMaker {
  return async (row, only) => {
    const file = fileOf(row);
    const bytes = thumbnails === undefined || thumbnails === false ? undefined : await thumbnails(file, row);
    const image = thumbnailUrl('renderReport: "thumbnails"', bytes, thumbnailBytes);
    const lines = tasks.filter(({ name }) => only === undefined || name === only).map((task) => line(task, row));
    return { ...(image === undefined ? {} : { image }), name: file?.split(/[/\\]/).at(-1) ?? `row ${row}`, lines };
  };
}

async function mistakeBlocks(mistakes: readonly Mistake[], card: CardMaker): Promise<Block[]> {
  const names = [...new Set(mistakes.map(({ task }) => task))];
  const blocks: Block[] = [
    {
      kind: 'text',
      text: 'For classes the mistakes that the network was surest of, for numbers those that are furthest off. Look at them: some are wrong labels, some show what the network does not see.',
    },
  ];
  for (const name of names) {
    const cards = await Promise.all(mistakes.filter(({ task }) => task === name).map(({ row }) => card(row, name)));
    blocks.push(
      { kind: 'heading', text: name },
      { kind: 'gallery', label: `Worst mistakes of ${name}`, cards, small: true },
    );
  }
  return blocks;
}

/** File of each row: the result's, or that of its record. */
function fileFinder<Row extends object>(
  { result, split, records }: ReportInput<Row>,
  rows: number,
): (row: number) => string | undefined {
  const { files, indices } = imagesOf(result);
  // Without a split and places, records are those of the rows only where there are as many.
  const own = split?.test ?? (indices !== undefined || records?.length === rows ? records : undefined);
  return (row) => {
    const record = own?.[indices?.[row] ?? row];
    const file: unknown = files?.[row] ?? (record !== undefined && 'file' in record ? record.file : undefined);
    return typeof file === 'string' ? file : undefined;
  };
}

function pairText(task: TaskRows, row: number): { truth: string; predicted: string } {
  const text = (value: number | undefined): string =>
    task.type === 'classification' ? className(task, value) : valueText(task, value);
  return { truth: text(task.truth[row]), predicted: text(task.predicted[row]) };
}

/** A number with a real minus, as the error beside it has; the name of a class as it is. */
function signed({ type }: TaskRows, text: string): string {
  return type === 'regression' ? text.replace(/^-/, '−') : text;
}

function line(task: TaskRows, row: number): GalleryField {
  const { truth, predicted } = pairText(task, row);
  const pair = { task: task.name, truth: signed(task, truth), predicted: signed(task, predicted) };
  if (task.type === 'regression') {
    const error = Number(task.predicted[row]) - Number(task.truth[row]);
    return {
      ...pair,
      detail: `(${error > 0 ? '+' : ''}${formatNumber(task.unit === 'years' ? Math.round(error) : error)})`,
    };
  }
  const sure = probabilityOf(task, row, task.predicted[row] ?? -1);
  return {
    ...pair,
    right: task.truth[row] === task.predicted[row],
    ...(Number.isFinite(sure) ? { detail: percent(sure).replace(/\.\d/, '') } : {}),
  };
}
