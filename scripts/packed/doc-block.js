import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads one code block of docs/bundling.md.
 *
 * @param section The title of the block's section.
 * @param language The language of the block: its first one in the section is taken.
 */
export function docBlock(section, language) {
  const page = readFileSync(join(import.meta.dirname, '../../docs/bundling.md'), 'utf8');
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  const code = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'm').exec(text)?.[1];
  if (code === undefined) throw new Error(`docs/bundling.md has no ${language} block in its section "${section}"`);
  return code;
}
