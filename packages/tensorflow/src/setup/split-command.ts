import { existsSync } from 'node:fs';

/** A program with its first arguments. */
export type Command = readonly [program: string, ...args: string[]];

/**
 * Splits a setting such as `ccache g++ -m64` into words, as make's shell does: spaces separate words, quotes and
 * backslashes keep them together. A setting that is the path of an existing file is one word, spaces or not; on Windows
 * a backslash is part of a path.
 *
 * @returns The words, or what is wrong with the setting, in words that follow it.
 */
export function splitCommand(setting: string, platform: NodeJS.Platform = process.platform): Command | string {
  if (existsSync(setting)) return [setting];
  const escape = platform === 'win32' ? '' : '\\\\.|';
  const inQuotes = platform === 'win32' ? '[^"]' : '(?:\\\\.|[^"\\\\])';
  const plain = platform === 'win32' ? '[^\\s"\']' : '[^\\s"\'\\\\]';
  const word = new RegExp(`(?:${escape}'[^']*'|"${inQuotes}*"|${plain})+`, 'gsy');
  const words: string[] = [];
  let rest = setting.trim();
  while (rest !== '') {
    word.lastIndex = 0;
    const [found] = word.exec(rest) ?? [];
    const after = rest.slice(found?.length);
    if (found === undefined || /^\S/.test(after))
      return after.startsWith('\\') ? 'ends with a backslash' : `has a quote (${after.charAt(0)}) that is not closed`;
    words.push(unquote(found, platform));
    rest = after.trimStart();
  }
  const [program, ...args] = words;
  return program === undefined || program === '' ? 'names no program' : [program, ...args];
}

/** The text of a word without its quotes and escapes. */
function unquote(word: string, platform: NodeJS.Platform): string {
  if (platform === 'win32')
    return word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? '');
  return word.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? escaped ?? (double ?? '').replace(/\\(["\\$`\n])/g, '$1'),
  );
}
