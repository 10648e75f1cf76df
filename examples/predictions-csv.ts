// A table of predictions, one row an image. Names and labels come from strangers: no cell of text may begin as a
// formula does, or break out of its cell.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ClassPrediction, Task, TaskMap } from 'polyhead';
import type { Label, LabeledImage } from './labeled-images';

export interface GalleryItem extends LabeledImage {
  /** What the network says, by task. Absent where the image could not be read. */
  prediction?: Readonly<Record<string, number | ClassPrediction<string>>>;
  /** Why the image could not be read. */
  unread?: string;
}

export async function writePredictionsCsv(file: string, tasks: TaskMap, images: readonly GalleryItem[]): Promise<void> {
  const named = Object.entries(tasks);
  const header = ['file', ...named.flatMap(([name, task]) => columnsOf(name, task)), 'problem'];
  const rows = images.map(({ name, labels, prediction, unread, unlabeled }) => [
    fileCell(name),
    ...named.flatMap(([key, task]) => cellsOf(task, labels[key], prediction?.[key])),
    textCell(problemOf(unread, unlabeled)),
  ]);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, [header.map(textCell), ...rows].map((cells) => `${cells.join(',')}\n`).join(''));
  await rename(`${file}.partial`, file);
}

function problemOf(unread: string | undefined, unlabeled: string | undefined): string {
  return [unread && `cannot be read: ${unread}`, unlabeled && `no label: ${unlabeled}`].filter(Boolean).join('; ');
}

/** Dots, as no name of a task has one: `race.true`, `race.predicted`, `race.probability.white`. */
function columnsOf(name: string, task: Task): string[] {
  return [
    `${name}.true`,
    `${name}.predicted`,
    ...(task.type === 'classification' ? task.labels.map((label) => `${name}.probability.${label}`) : []),
  ];
}

function cellsOf(
  task: Task,
  label: Label | undefined,
  prediction: number | ClassPrediction<string> | undefined,
): string[] {
  const truth = typeof label === 'number' ? String(label) : textCell(label ?? '');
  if (task.type === 'regression') return [truth, typeof prediction === 'number' ? decimals(prediction) : ''];
  const { label: predicted = '', probabilities } = typeof prediction === 'object' ? prediction : {};
  return [
    truth,
    textCell(predicted),
    ...task.labels.map((name) => (probabilities === undefined ? '' : decimals(probabilities[name] ?? NaN))),
  ];
}

/** As many digits as an output has. */
const decimals = (value: number): string => String(Number(value.toPrecision(8)));
const dangerous = /^[=+\-@\t\r\n＝＋－＠]/;

function textCell(text: string): string {
  const plain = dangerous.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Stays a path that can be opened. */
function fileCell(name: string): string {
  return textCell(dangerous.test(name) ? `./${name}` : name);
}
