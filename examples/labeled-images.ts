// Finds every image in a folder, with the labels that its name or a row of a CSV file gives it, and why some are
// missing.
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { parseUtkFaceName, readLabelsCsv, type RejectedFile, scanFolder, type Task, type TaskMap } from 'polyhead';

export type Label = string | number;

export interface LabeledImage {
  /** Path to open. */
  file: string;
  /** Path from the folder, with `/`. */
  name: string;
  /** What is known of it. */
  labels: Readonly<Record<string, Label>>;
  /** Why it lacks labels; undefined where it has one for each task that is labeled at all. */
  unlabeled?: string;
}

export interface LabeledFolder {
  /** Every image, in the order of the scan. */
  images: LabeledImage[];
  /** Everything else in the folder and in the CSV file, with reasons. */
  rejected: RejectedFile[];
  /** Tasks that images can have labels for. */
  labeled: string[];
}

export interface LabeledImagesOptions {
  /**
   * CSV file with a column `file` (paths from the folder) and one for each label. Default: names are read as UTKFace
   * has them.
   */
  csv?: string;
  /** Whether folders in the folder are scanned too. Default: where the CSV file names images there. */
  recursive?: boolean;
}

/** Labels that results are broken down by, even where they are no task of the network. */
const faceLabels = ['age', 'race', 'gender'];

export async function labeledImages(
  folder: string,
  tasks: TaskMap,
  { csv, recursive }: LabeledImagesOptions = {},
): Promise<LabeledFolder> {
  const table = csv === undefined ? undefined : await readTable(csv, folder, Object.keys(tasks));
  const deep = recursive ?? [...(table?.rows.keys() ?? [])].some((file) => relative(folder, file).includes(sep));
  // Bytes are not looked at here: whether an image can be decoded is found out by decoding it, and each keeps its row.
  const scanned = await scanFolder(folder, (_, path) => ({ ok: true, labels: { name: path } }), {
    recursive: deep,
    ...everyFile,
  });
  const labeled = Object.keys(tasks).filter((name) => (table?.columns ?? faceLabels).includes(name));
  const images = scanned.records.map(({ file, name }): LabeledImage => ({
    file,
    name,
    ...known(
      tasks,
      labeled,
      table === undefined ? fromName(name) : (table.rows.get(file) ?? 'is in no row of the labels'),
    ),
  }));
  if (images.length > 0) return { images, rejected: [...scanned.rejected, ...(table?.rejected ?? [])], labeled };
  const [first] = scanned.rejected;
  throw new Error(
    `evaluate: no image in "${folder}": ${first === undefined ? 'it is empty' : `${scanned.rejected.length} rejected, e.g. "${first.file}" ${first.reason}`}. Pass the folder that holds the images, or --recursive for those in folders below.`,
  );
}

const everyFile = { checkContents: false, followLinks: true };

function fromName(path: string): Readonly<Record<string, Label>> | string {
  const parsed = parseUtkFaceName(path.slice(path.lastIndexOf('/') + 1));
  if (!parsed.ok) return parsed.reason;
  const { age, race, gender } = parsed.labels;
  return { age, race, gender };
}

interface Table {
  columns: string[];
  rows: Map<string, Readonly<Record<string, string>>>;
  rejected: RejectedFile[];
}

async function readTable(csv: string, folder: string, names: readonly string[]): Promise<Table> {
  // what is wrong with the file, readLabelsCsv says
  const [header = ''] = (await readFile(csv, 'utf8').catch(() => '')).split(/[\r\n]/, 1);
  const there = [...header.replace(/^\ufeff/, '').matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
    cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'),
  );
  const found = [...new Set([...names, ...faceLabels])].filter((name) => there.includes(name));
  const columns = names.some((name) => found.includes(name)) ? found : [...names];
  const { records, rejected } = await readLabelsCsv(csv, {
    columns,
    folder,
    ...everyFile,
    parse: (row) => ({ ok: true, labels: { row } }),
  });
  return { columns, rejected, rows: new Map(records.map(({ file, row }) => [file, row])) };
}

/** The labels that make sense. A CSV file has numbers as text. */
function known(
  tasks: TaskMap,
  labeled: readonly string[],
  found: Readonly<Record<string, Label>> | string,
): Pick<LabeledImage, 'labels' | 'unlabeled'> {
  if (typeof found === 'string') return { labels: {}, unlabeled: found };
  const labels: Record<string, Label> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(found)) {
    const task = tasks[name];
    const label = task === undefined ? groupLabel(name, value) : labelOf(task, value);
    if (label !== undefined) labels[name] = label;
    else if (labeled.includes(name))
      problems.push(
        `${name} ${JSON.stringify(value)}: expected ${task?.type === 'classification' ? `one of ${task.labels.join(', ')}` : 'a number'}`,
      );
  }
  return { labels, ...(problems.length > 0 && { unlabeled: problems.join('; ') }) };
}

function labelOf(task: Task, value: Label): Label | undefined {
  if (task.type === 'classification') return task.labels.find((label) => label === value);
  return String(value).trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

function groupLabel(name: string, value: Label): Label | undefined {
  if (value === '') return undefined;
  return name === 'age' && Number.isFinite(Number(value)) ? Number(value) : value;
}
