/**
 * Scores of a network: one number per row (of the positive class), or one per row and class, either flat row-major
 * (a typed array or plain array of length rows * classes) or as an array of rows.
 *
 * @example
 * ```ts
 * import type { Scores } from '@polyhead/metrics';
 * const flat: Scores = new Float32Array([0.9, 0.1, 0.2, 0.8]); // two rows, two classes
 * const rows: Scores = [[0.9, 0.1], [0.2, 0.8]]; // the same
 * ```
 */
export type Scores = ArrayLike<number> | ArrayLike<ArrayLike<number>>;
