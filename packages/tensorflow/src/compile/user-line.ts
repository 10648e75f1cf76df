/** ` (file:line)` of the innermost line of user code on the stack, where there is one. */
export function userLine(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(2);
  const inside = /node_modules|node:internal|@polyhead[\\/]|packages[\\/](tensorflow|training|model)[\\/](src|dist)/;
  const line = frames.find((frame) => !inside.test(frame));
  const place = /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(line ?? '')?.[1];
  return place === undefined ? '' : ` (${place})`;
}
