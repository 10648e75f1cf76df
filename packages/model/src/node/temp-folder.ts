import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { orIfMissing } from './if-missing';
import { isRunning, processIdentity } from './process-identity';

/** Milliseconds without a change after which what another machine or container was writing counts as left over. */
const patience = 600_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Returns a path for the replacement of a file or folder: in the same parent folder, so that it can be renamed, and
 * with a name that identifies the process that writes it.
 *
 * @param target - Path of the file or folder to replace.
 * @returns The temporary path; nothing is created.
 *
 * @example
 * ```ts
 * import { tempFolder } from '@polyhead/model/node';
 * tempFolder('runs/faces/model'); // runs/faces/.model. and so on
 * ```
 */
export function tempFolder(target: string): string {
  const { pid, started } = processIdentity();
  const ticks = started.split(' ')[1] ?? '0';
  const name = [...marks(), pid, ticks, randomUUID().slice(0, 8)].join('-');
  return join(dirname(target), `.${basename(target)}.${name}`);
}

/**
 * Removes the {@link tempFolder}s that killed processes left for the same target. A folder of a running process stays;
 * one of another machine or container stays until it has not changed for ten minutes.
 *
 * @param target - Path of the file or folder that was to be replaced.
 * @returns Resolves when the leftovers are removed.
 *
 * @example
 * ```ts
 * import { removeLeftovers } from '@polyhead/model/node';
 * await removeLeftovers('runs/faces/model');
 * ```
 */
export async function removeLeftovers(target: string): Promise<void> {
  const prefix = `.${basename(target)}.`;
  for (const name of await orIfMissing(readdir(dirname(target)), [])) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(dirname(target), name);
    const running = isWriting(name.slice(prefix.length));
    if (running === true) continue;
    if (running === undefined && Date.now() - (await lastChange(folder)) < patience) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** True if its writer is running, or it is no temporary folder at all; undefined if that cannot be known. */
function isWriting(name: string): boolean | undefined {
  if (uuid.test(name)) return undefined; // as earlier versions named them
  const [place, boot, pid, ticks] = /^([0-9a-f]{8})-([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{8}$/.exec(name)?.slice(1) ?? [];
  if (pid === undefined) return true;
  const [placeHere, bootHere] = marks();
  if (place !== placeHere) return undefined;
  if (boot !== bootHere) return false;
  const here = processIdentity();
  const started = here.started === '' ? '' : `${here.started.split(' ', 1)[0]} ${ticks}`;
  return Number(pid) === process.pid && started === here.started
    ? true
    : isRunning({ ...here, pid: Number(pid), started });
}

/** Short sums over where this process runs, and since when the machine does. */
function marks(): readonly [place: string, boot: string] {
  const { host, machine, namespace, started } = processIdentity();
  const sum = (...words: string[]): string =>
    createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 8);
  return [sum(host, machine, namespace), sum(started.split(' ', 1)[0] ?? '')];
}

/** When a folder or anything in it was changed last, in milliseconds. */
async function lastChange(folder: string): Promise<number> {
  const names = await orIfMissing(
    readdir(folder, { recursive: true }).catch(() => []),
    [],
  );
  const times = await Promise.all(
    ['', ...names].map(async (name) => (await orIfMissing(stat(join(folder, name)), undefined))?.mtimeMs ?? 0),
  );
  return Math.max(...times);
}
