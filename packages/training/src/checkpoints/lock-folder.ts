import { randomUUID } from 'node:crypto';
import { closeSync, futimesSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, type ProcessIdentity, processIdentity } from '@polyhead/model/node';
import { PolyheadError } from '@polyhead/core';

/** A lock that this run holds. */
export interface FolderLock {
  /** Gives the folder back. A lock that another run has taken over stays. */
  (): void;
  /** Throws if another run has taken the folder over, as this one gave no sign of life for too long. */
  check(): void;
}

/** Who holds a lock. Locks of earlier versions have no `machine` and `namespace`. */
type LockOwner = Pick<ProcessIdentity, 'pid' | 'host' | 'started'> &
  Partial<ProcessIdentity> & { readonly token: string };

const lockFile = '.lock';
/** Seconds without a sign of life after which a run that cannot be asked counts as gone. */
const staleAfterSeconds = 120;

/** Tokens of the locks that this thread holds, whichever copy of this package took them. */
const registry = globalThis as { [key: symbol]: Set<string> | undefined };
const mine = (registry[Symbol.for('polyhead.locks')] ??= new Set<string>());

/**
 * Keeps other runs out of a folder until the returned lock is called. The lock of a process that is gone is taken over;
 * so is that of a process or thread that cannot be asked, as it belongs to another machine, container or thread, if it
 * gave no sign of life for two minutes.
 * Throws if another run holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, lockFile);
  const token = randomUUID();
  const text = JSON.stringify({ ...processIdentity(), token } satisfies LockOwner);
  for (let attempt = 0; attempt < 5; attempt++) {
    const handle = create(file, text);
    if (handle !== undefined) return keepAlive(folder, handle, text, token);
    const found = await readLock(file);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    const silent = holder === undefined ? Infinity : await silence(file, holder);
    if (holder !== undefined && silent < staleAfterSeconds) throw lockedBy(folder, holder, silent);
    await removeStale(file, found);
  }
  throw new PolyheadError(
    'FOLDER_IN_USE',
    `checkpoints: several runs try to begin in ${folder} at once. Give each run a separate folder.`,
  );
}

function keepAlive(folder: string, handle: number, text: string, token: string): FolderLock {
  const file = join(folder, lockFile);
  mine.add(token);
  let open: number | undefined = handle;
  const heartbeat = (): void => {
    if (open === undefined) return;
    try {
      writeSync(open, text, 0); // the time is that of the disk's machine, which all runs compare with
    } catch {
      futimesSync(open, new Date(), new Date()); // the disk is full
    }
  };
  const timer = setInterval(() => void tryTo(heartbeat), (staleAfterSeconds / 8) * 1000);
  timer.unref();
  const release = (): void => {
    clearInterval(timer);
    mine.delete(token);
    if (open !== undefined) closeSync(open);
    open = undefined;
    if (holderOf(file)?.token === token) rmSync(file, { force: true });
  };
  return Object.assign(release, {
    check: () => {
      const holder = holderOf(file);
      if (holder === undefined || holder.token === token) return; // a lock that somebody has removed is nobody's
      throw new PolyheadError(
        'FOLDER_IN_USE',
        `checkpoints: another run (process ${holder.pid} on ${holder.host}) has taken ${folder} over, as this one gave no sign of life for ${staleAfterSeconds} seconds. Give each run a separate folder.`,
      );
    },
  });
}

/** Who holds the lock now; undefined if nobody does. */
function holderOf(file: string): LockOwner | undefined {
  return parseHolder(tryTo(() => readFileSync(file, 'utf8')) ?? '');
}

function tryTo<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A handle of the lock if it was free, and now belongs to this run. */
function create(file: string, text: string): number | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'wx');
    writeSync(handle, text, 0);
    return handle;
  } catch (error) {
    if (handle !== undefined) {
      closeSync(handle);
      rmSync(file, { force: true });
    }
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

/**
 * What the lock says; undefined where it is gone. One that is empty may be about to be written, or its process was
 * killed just then.
 */
async function readLock(file: string): Promise<string | undefined> {
  try {
    for (let waited = 0; waited < 5; waited++) {
      const text = await readFile(file, 'utf8');
      if (text !== '') return text;
      await wait(100);
    }
    return '';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): LockOwner | undefined {
  const holder = tryTo(() => JSON.parse(text) as LockOwner);
  return Number.isInteger(holder?.pid) && Number(holder?.pid) > 0 && typeof holder?.host === 'string'
    ? { ...holder, started: String(holder.started) }
    : undefined;
}

/**
 * Seconds since the last sign of life: 0 of a process that is running, Infinity of one that is gone. This process
 * itself may have other threads.
 */
async function silence(file: string, holder: LockOwner): Promise<number> {
  if (mine.has(holder.token)) return 0;
  const running = isRunning(holder);
  if (running === false) return Infinity;
  const isThisProcess = running === true && holder.pid === process.pid;
  if (running === true && !isThisProcess) return 0;
  const probe = `${file}-${randomUUID()}`;
  try {
    await writeFile(probe, ''); // by the clock of the disk's machine: those of two others may differ
    const [now, then] = [(await stat(probe)).mtimeMs, (await stat(file)).mtimeMs];
    return Math.abs(now - then) / 1000; // a clock may be wrong either way
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Infinity; // it was released just now
    throw error;
  } finally {
    await rm(probe, { force: true });
  }
}

/** Takes a lock away, unless it is not the one that was judged any more. */
async function removeStale(file: string, judged: string): Promise<void> {
  const aside = `${file}-${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const text = await readFile(aside, 'utf8');
  if (text !== judged) await putBack(aside, file, text);
  await rm(aside, { force: true });
}

/** The same file again, which its holder has open; a copy on disks that know no links. */
async function putBack(aside: string, file: string, text: string): Promise<void> {
  await link(aside, file).catch((error: unknown) =>
    codeOf(error) === 'EEXIST' ? undefined : writeFile(file, text, { flag: 'wx' }).catch(() => undefined),
  );
}

function lockedBy(folder: string, { pid, host }: LockOwner, silent: number): Error {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  const later = silent === 0 ? '' : ` If it is gone, start again in ${Math.ceil(staleAfterSeconds - silent)} seconds.`;
  return new PolyheadError(
    'FOLDER_IN_USE',
    `checkpoints: another run (${where}) writes to ${folder}. Wait for it, stop it, or pass another folder.${later}`,
  );
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
