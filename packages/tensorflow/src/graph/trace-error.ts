/** Thrown where a function does something that cannot be replayed by a graph, such as reading a value. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}
