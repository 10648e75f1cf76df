const words: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  meanAbsoluteError: 'mean absolute error',
  loss: 'loss',
};

/** A path of the history in words: `race.accuracy` is `race accuracy`, `loss` is `total loss`. */
export function scoreName(path: string): string {
  const [name = '', metric] = path.split('.');
  return metric === undefined ? (name === 'loss' ? 'total loss' : name) : `${name} ${words[metric] ?? metric}`;
}

/** A text with a capital first letter, for headings. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
