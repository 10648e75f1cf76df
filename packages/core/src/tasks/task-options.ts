import { formatValue } from '../errors/format-value';
import { assertNumber } from '../validate/assert-number';
import { assertObject } from '../validate/assert-object';
import type { LossOptions } from './task';
import { invalidArgument } from '../errors/invalid-argument';

/** The checks that tasks make at the door; `where` is the factory that an error names. */
export function assertNumberLabel(where: string, label: number, min: number, max: number): number {
  if (typeof label === 'number' && label >= min && label <= max && Number.isFinite(label)) return label;
  const range = min > -Infinity || max < Infinity ? ` from ${min} to ${max}` : '';
  throw invalidArgument(
    where,
    `expected a finite number${range} as label`,
    formatValue(label),
    'Fix the label or leave the record out.',
  );
}

/** The options that all tasks have. */
export interface LossSettings {
  /** Settings of the loss. */
  readonly lossOptions?: LossOptions;
  /** Factor of the loss. */
  readonly lossWeight?: number;
}

export const lossSettings = { lossOptions: true, lossWeight: true } as const;
const lossOptionNames = { labelSmoothing: true, gamma: true, delta: true } satisfies Record<keyof LossOptions, true>;

/** The same with its defaults. */
export function assertLossOptions(
  where: string,
  { lossOptions = {}, lossWeight = 1 }: LossSettings,
): Required<LossSettings> {
  assertNumber(where, 'lossWeight', lossWeight, { min: 0 });
  assertObject(`${where}: "lossOptions"`, lossOptions, {
    optionKeys: lossOptionNames,
    example: '{ labelSmoothing: 0.1 }',
  });
  const { labelSmoothing = 0, gamma = 0, delta = 1 } = lossOptions;
  assertNumber(where, 'labelSmoothing', labelSmoothing, { min: 0, max: 1 });
  assertNumber(where, 'gamma', gamma, { min: 0 });
  assertNumber(where, 'delta', delta, { above: 0 });
  return { lossOptions, lossWeight };
}

export function assertLabels<Label extends string>(where: string, labels: readonly Label[]): readonly Label[] {
  const given: unknown = labels;
  if (!(Array.isArray(given) && given.every((label) => typeof label === 'string')))
    throw invalidArgument(
      where,
      'expected a list of labels, each a text',
      formatValue(labels),
      "Pass e.g. ['no', 'yes'].",
    );
  if (labels.includes('' as Label))
    throw invalidArgument(where, 'expected no empty label', formatValue(labels), 'Give each a name.');
  if (labels.length < 2) {
    throw invalidArgument(
      where,
      'expected at least two labels',
      `${labels.length} (${labels.join(', ')})`,
      'A task with one class has nothing to learn: add a label or leave the task out.',
    );
  }
  const seen = new Set<Label>();
  const twice = labels.find((label) => seen.size === seen.add(label).size);
  if (twice !== undefined)
    throw invalidArgument(where, 'expected every label once', `${formatValue(twice)} twice`, 'Remove one of them.');
  return Object.freeze([...labels]);
}

/** Most labels that an error lists. */
const mostShown = 100;

/** The index of each label; the function throws on a label that is none of them. */
export function labelIndices(where: string, labels: readonly string[]): (label: string) => number {
  const indices = new Map(labels.map((label, index) => [label, index]));
  return (label) => {
    const index = indices.get(label);
    if (index !== undefined) return index;
    const known = labels.slice(0, mostShown).map((name) => formatValue(name));
    throw invalidArgument(
      where,
      `expected one of ${[...known, ...(labels.length > mostShown ? ['…'] : [])].join(', ')} as label`,
      formatValue(label),
      'Fix the label or add it to the task.',
    );
  };
}
