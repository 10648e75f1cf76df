// Continuous integration runs some workflows once a week: a command that is gone would not be noticed before.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const folder = join(root, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };

test.each(readdirSync(folder))('every command of pnpm in the workflow %s exists', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const commands = [...text.matchAll(/^[\s-]*\w+: .*pnpm(?:@10)? (?:run |exec )?(\S+)(?: ([^\s-]\S*))?/gm)];
  for (const [, word = '', next = ''] of commands) {
    const isProgram = existsSync(join(root, 'node_modules/.bin', word));
    if (!isProgram) expect(['install', 'audit', ...Object.keys(scripts)]).toContain(word);
    if (word === 'example') expect([next, existsSync(join(root, next))]).toEqual([next, true]);
  }
  expect(commands.length).toBeGreaterThan(0);
});
