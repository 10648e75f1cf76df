import type { Label, Scores } from './columns';
import { checkLength } from './check-length';
import { checkNames } from './check-names';
import { encodeLabels } from './code-labels';
import { findClasses } from './find-classes';
import type { ScoreTable } from './read-scores';
import { readScores } from './read-scores';
import { invalidArgument } from '@polyhead/core';

/** Truth as class indices, with a table of scores whose columns are the classes (or one column: the positive class). */
export interface ScoredLabels {
  readonly truth: Int32Array;
  readonly names: readonly string[];
  readonly table: ScoreTable;
}

/**
 * Validates the columns of a metric of scores. Without labels, numbers are column indices (0 and 1 for one column) and
 * strings are the sorted names of the columns.
 */
export function readScoredLabels(
  where: string,
  truth: ArrayLike<Label>,
  scores: Scores,
  labels?: readonly string[],
  argument = 'probabilities',
): ScoredLabels {
  const rows = checkLength(where, { truth });
  const table = readScores(where, argument, scores, rows);
  const classes = Math.max(2, table.columns);
  if (labels !== undefined) checkNames(where, labels);
  const names = labels ?? nameColumns(where, truth, classes);
  if (names.length !== classes) {
    const got = `${names.length} classes (${names.slice(0, 8).join(', ')})`;
    throw invalidArgument(
      where,
      `the columns of "${argument}" (${classes}) must be the classes`,
      got,
      'Name every class, in the order of the columns, in "labels".',
    );
  }
  return { truth: encodeLabels(where, 'truth', truth, names), names, table };
}

function nameColumns(where: string, truth: ArrayLike<Label>, classes: number): readonly string[] {
  if (typeof truth[0] === 'string') return findClasses(where, { truth }).names;
  return Array.from({ length: classes }, (_, c) => String(c));
}
