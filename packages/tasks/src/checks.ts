import { describeValue } from './describe-value';

/** The checks that tasks make at the door; `where` is the factory that an error names. */
export function checkNumber(where: string, label: number, min: number, max: number): number {
  if (typeof label === 'number' && label >= min && label <= max && Number.isFinite(label)) return label;
  const range = min > -Infinity || max < Infinity ? ` from ${min} to ${max}` : '';
  throw new Error(`${where}: expected a finite number${range} as label, got ${describeValue(label)}. Mend the label or leave the record out.`);
}

export function checkLossWeight(where: string, lossWeight = 1): number {
  if (lossWeight >= 0 && lossWeight < Infinity) return lossWeight;
  throw new Error(`${where}: expected "lossWeight" to be a finite number of at least 0, got ${describeValue(lossWeight)}. Pass 1 to weigh the loss as it is.`);
}

/** Checks what the types promise already, for options that come from a file. */
export function checkChoice<Choice extends string>(where: string, option: string, choice: Choice, choices: readonly Choice[]): Choice {
  if (choices.includes(choice)) return choice;
  throw new Error(`${where}: expected "${option}" to be one of ${choices.join(', ')}, got ${describeValue(choice)}.`);
}

export function checkLabels<Label extends string>(where: string, labels: readonly Label[]): readonly Label[] {
  const given: unknown = labels;
  if (!(Array.isArray(given) && given.every((label) => typeof label === 'string'))) throw new Error(`${where}: expected a list of labels, each a text, got ${describeValue(labels)}. Pass e.g. ['no', 'yes'].`);
  if (labels.length < 2) {
    throw new Error(`${where}: expected at least two labels, got ${labels.length} (${labels.join(', ')}). A task with one class has nothing to learn: add a label or leave the task out.`);
  }
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) throw new Error(`${where}: expected every label once, got ${describeValue(twice)} twice. Remove one of them.`);
  return Object.freeze([...labels]);
}

export function labelIndex(where: string, labels: readonly string[], label: string): number {
  const index = labels.indexOf(label);
  if (index >= 0) return index;
  throw new Error(`${where}: expected one of ${labels.map((known) => describeValue(known)).join(', ')} as label, got ${describeValue(label)}. Mend the label or add it to the task.`);
}
