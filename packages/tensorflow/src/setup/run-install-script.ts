import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, join, relative, sep } from 'node:path';
import type { TfjsNodePackage } from './find-tfjs-node';
import { moveFolder } from './move-folder';
import { errorExcerpt, type RunCommand } from './run-command';
import { PolyheadError } from '@polyhead/core';

/** What running tfjs-node's own install script needs to know. */
export interface ScriptRun {
  readonly run: RunCommand;
  readonly found: TfjsNodePackage;
  /** Folder that gets the bundle's files. */
  readonly bundle: string;
  /** Longest time for all of it, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest time without a new byte, in milliseconds: a network that swallows packets gives no error. */
  readonly stallMs: number;
}

/**
 * Runs tfjs-node's install script on a copy of the package beside it: the script rewrites its package.json in place,
 * which a package manager may share between projects, and leaves half a download when it fails.
 */
export async function runInstallScript({ run, found, bundle, timeoutMs, stallMs }: ScriptRun): Promise<void> {
  const copy = join(dirname(found.directory), `.${basename(found.directory)}-${randomUUID()}`);
  try {
    await cp(found.directory, copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !hasBinary(relative(found.directory, file)),
    });
    const watch = logProgress(copy, stallMs);
    const result = await run(process.execPath, [join(copy, 'scripts', 'install.js')], {
      cwd: copy,
      env: { PATH: pathWithBins(copy) },
      timeoutMs,
      signal: watch.signal,
    }).finally(watch.stop);
    if (!result.ok)
      throw new PolyheadError(
        'INSTALL_FAILED',
        `${`the install script ${result.failure}\n${errorExcerpt(result, 1)}`.trim()} (it downloads the library from a host that many networks block)`,
      );
    await mkdir(join(bundle, 'deps'), { recursive: true });
    await moveFolder(join(copy, 'lib'), join(bundle, 'lib'));
    await moveFolder(join(copy, 'deps', 'lib'), join(bundle, 'deps', 'lib'));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function hasBinary(path: string): boolean {
  return ['deps', 'lib', 'build'].includes(path.split(sep)[0] ?? '');
}

/** PATH with the `node_modules/.bin` folders that npm would put there, for the `node-pre-gyp` that the script calls. */
function pathWithBins(directory: string): string {
  const bins: string[] = [];
  for (let folder = directory; folder !== dirname(folder); folder = dirname(folder))
    bins.push(join(folder, 'node_modules', '.bin'));
  return [...bins, process.env['PATH'] ?? ''].join(delimiter);
}

function logProgress(directory: string, stallMs: number): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  let size = -1;
  const timer = setInterval(() => {
    void folderSize(directory).then((now) => {
      if (now === size) controller.abort(`downloaded nothing for ${stallMs / 1000} s`);
      size = now;
    });
  }, stallMs);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

async function folderSize(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
