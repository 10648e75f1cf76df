import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Forms the sentence of an error or a report that names a command of polyhead, `install` or `doctor` with its options.
 * The sentence fits the package manager of the project: `pnpm exec`, `yarn` or `npx`. It names `npx` only if `polyhead`
 * is installed there, because `npx` asks the registry for a command that is not.
 *
 * @param words The command and its options, e.g. `install --way wheel`.
 * @param from The folder of the project, or one inside it. Default the current directory.
 */
export function remedy(words: string, from: string = process.cwd()): string {
  const runner = process.versions['pnp'] === undefined ? findRunner(from) : 'yarn';
  if (runner !== undefined) return `Run "${runner} polyhead ${words}".`;
  return `Run "polyhead ${words}" in a project that has the package polyhead, or call ${words.split(' ')[0]}() of @polyhead/tensorflow.`;
}

/** What runs a command of the project: the nearest `node_modules` folder knows its package manager. */
function findRunner(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (!existsSync(join(modules, '.bin', 'polyhead')))
    return dirname(folder) === folder ? undefined : findRunner(dirname(folder));
  if (isPnpm(folder)) return 'pnpm exec';
  return ['.yarn-state.yml', '.yarn-integrity'].some((file) => existsSync(join(modules, file))) ? 'yarn' : 'npx';
}

/** pnpm keeps its packages in the `node_modules` of the workspace, which may be a folder above that of the project. */
function isPnpm(folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', '.modules.yaml'))) return true;
  return dirname(folder) !== folder && isPnpm(dirname(folder));
}
