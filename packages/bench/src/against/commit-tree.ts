import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The working tree that this program belongs to. */
export const workingTree = fileURLToPath(new URL('../../../../', import.meta.url));
/** Program that runs workloads, in every tree at this path. */
export const programPath = 'packages/bench/src/workloads/run.ts';

const programFolder = 'packages/bench/src/workloads';
/** Written once a tree is complete. */
const stampName = '.bench-ready';

/** A commit in a folder, ready to run. */
export interface CommitTree {
  readonly folder: string;
  /** Short hash and subject. */
  readonly commit: string;
  /** Where the workload programs come from. */
  readonly programs: string;
}

/**
 * Checks a commit out below `.cache/bench`, installs it there, and brings native TensorFlow in through the cache. The
 * tree of the same commit is reused, the tree of another commit is removed.
 *
 * @param ref - Anything that git resolves to a commit.
 * @param programs - Commit whose workload programs a commit without its own runs. Default the first commit that has
 *   them: its programs use the API of the commits before it. The working tree's are used if none is committed.
 * @throws If git does not know the commit, or something cannot be installed.
 */
export function commitTree(ref: string, programs?: string): CommitTree {
  const hash = git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  const parent = join(workingTree, '.cache', 'bench');
  const folder = join(parent, hash.slice(0, 12));
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) if (join(parent, name) !== folder) removeTree(join(parent, name));
  if (!existsSync(join(folder, stampName))) {
    removeTree(folder);
    git('worktree', 'add', '--detach', '--force', folder, hash);
    pnpm(folder, 'install', '--frozen-lockfile', '--prefer-offline');
    pnpm(folder, 'exec', installCommand(folder), 'install', '--quiet');
    writeFileSync(join(folder, stampName), '');
  }
  return {
    folder,
    commit: git('log', '-1', '--format=%h %s', hash),
    programs: hasPrograms(hash) ? 'its own' : lendPrograms(folder, programs ?? firstWithPrograms()),
  };
}

/** The command that installs native TensorFlow; older commits have it by another name. */
function installCommand(folder: string): string {
  return existsSync(join(folder, 'node_modules', '.bin', 'polyhead')) ? 'polyhead' : 'polyhead-tensorflow';
}

/** Copies the programs of another commit, or of the working tree, into a tree that has none. */
function lendPrograms(folder: string, commit: string | undefined): string {
  rmSync(join(folder, programFolder), { recursive: true, force: true });
  if (commit === undefined) {
    cpSync(join(workingTree, programFolder), join(folder, programFolder), { recursive: true });
    return 'those of the working tree';
  }
  const archive = execFileSync('git', ['archive', commit, programFolder], { cwd: workingTree, maxBuffer: 1e8 });
  execFileSync('tar', ['-x'], { cwd: folder, input: archive });
  return `those of ${git('log', '-1', '--format=%h', commit)}`;
}

function hasPrograms(commit: string): boolean {
  return git('ls-tree', '--name-only', commit, programPath) !== '';
}

function firstWithPrograms(): string | undefined {
  const added = git('log', '--diff-filter=A', '--format=%H', '--', programPath);
  return added.split('\n').findLast((commit) => commit !== '');
}

function removeTree(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  git('worktree', 'prune');
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { cwd: workingTree, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new Error(
      `bench --against: "git ${args.join(' ')}" failed. ${stderr.trim() || 'Pass a commit, a tag or a branch.'}`,
      { cause: error },
    );
  }
}

/** Runs pnpm: the one that started this program, else the one that npx gets. */
function pnpm(folder: string, ...args: readonly string[]): void {
  const script = process.env['npm_execpath'];
  const [file, first] =
    script !== undefined && /pnpm[^/\\]*\.c?js$/.test(script)
      ? [process.execPath, [script]]
      : ['npx', ['-y', 'pnpm@10']];
  process.stderr.write(`${relative(workingTree, folder)}: pnpm ${args.join(' ')}\n`);
  execFileSync(file, [...first, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
