/** ` (file:line)` of the innermost line of user code on the stack, where there is one. */
export function callerLocation(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100; // tfjs calls itself many times
  const frames = (new Error().stack ?? '').split('\n').slice(2);
  Error.stackTraceLimit = stackTraceLimit;
  const inside = /node_modules|node:internal|@polyhead[\\/]|packages[\\/](tensorflow|training|model)[\\/](src|dist)/;
  const places = frames
    .filter((frame) => !inside.test(frame))
    .map((frame) => /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(frame)?.[1]);
  const place = places.find((found) => found !== undefined);
  return place === undefined ? '' : ` (${place})`;
}
