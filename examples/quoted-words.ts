/** The words of a command as a terminal takes them: in quotes where one has blanks or the like, without the folder of this machine. */
export function quotedWords(words: readonly string[]): string {
  return words.map((word) => word.replaceAll(process.cwd(), '.')).map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}
