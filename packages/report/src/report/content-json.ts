/** Content as JSON: typed arrays as arrays, numbers that are not finite as null, Map as object. */
export function stringifyContent(content: unknown): string {
  return `${JSON.stringify(content, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value instanceof Map ? Object.fromEntries(value) : value), 1)}\n`;
}
