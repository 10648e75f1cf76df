/**
 * The name that a misspelled one is likely to mean: the same but for case and signs between words, else the nearest
 * within a third of its letters; undefined where none is near.
 */
export function closestMatch(given: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const start = plain(given);
  const ranked = names
    // The distance takes the product of the lengths, and a file may hold names of any length.
    .filter((name) => Math.abs(start.length - plain(name).length) <= plain(name).length / 3)
    .map((name) => ({ name, edits: editDistance(start, plain(name)) }))
    .sort((a, b) => a.edits - b.edits);
  const [first] = ranked;
  return first !== undefined && first.edits <= plain(first.name).length / 3 ? first.name : undefined;
}

/** Letters to insert, leave out or replace (Levenshtein, 1966). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
