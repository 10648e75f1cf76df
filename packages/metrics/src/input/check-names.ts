import { formatValue, invalidArgument } from '@polyhead/core';

/** Rejects an empty list of class names and names that occur twice. */
export function checkNames(where: string, names: readonly string[], option = 'labels'): void {
  if (!Array.isArray(names))
    throw invalidArgument(
      where,
      `"${option}" must be a list of names`,
      formatValue(names),
      "Pass e.g. ['cat', 'dog'].",
    );
  if (names.length === 0)
    throw invalidArgument(
      where,
      `"${option}" must name at least one class`,
      '[]',
      'Name the classes in order, or leave the option out.',
    );
  const seen = new Set<string>();
  for (const name of names) {
    if (typeof name !== 'string')
      throw invalidArgument(
        where,
        `"${option}" must hold strings`,
        formatValue(name),
        'Write each class name as a string.',
      );
    if (seen.has(name))
      throw invalidArgument(
        where,
        `"${option}" must name each class once`,
        `${JSON.stringify(name)} twice`,
        'Remove or rename one of them.',
      );
    seen.add(name);
  }
}
