import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, so that another one of the same number is not taken for it. */
  readonly started: string;
  readonly token: string;
}

const lockFile = '.lock';
/** Seconds without a sign of life after which a run on another machine, which cannot be asked, counts as gone. */
const patience = 120;
const mine = new Set<string>();

/**
 * Keeps other runs out of a folder until the returned function is called. The lock of a process that is gone is taken over.
 * Throws where another run holds it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, lockFile);
  const token = randomUUID();
  const text = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    started: startOf(process.pid),
    token,
  } satisfies Holder);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, text)) return hold(file, token);
    const found = await readLock(file);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && (await isAlive(file, holder))) throw lockedBy(folder, holder);
    await removeStale(file, found);
  }
  throw new Error(`checkpoints: several runs try to begin in ${folder} at once. Give each run a folder of its own.`);
}

function hold(file: string, token: string): () => void {
  mine.add(token);
  const beat = setInterval(
    () => void utimes(file, new Date(), new Date()).catch(() => undefined),
    (patience / 8) * 1000,
  );
  beat.unref();
  return () => {
    clearInterval(beat);
    mine.delete(token);
    rmSync(file, { force: true });
  };
}

/** Whether the lock was free, and now is ours. */
function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What the lock says; undefined where it is gone. One that is empty may be about to be written, or its process was killed just then. */
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

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, started, token } = JSON.parse(text) as Holder;
    return Number.isInteger(pid) && pid > 0 && typeof host === 'string'
      ? { pid, host, started: String(started), token }
      : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive(file: string, { pid, host, started, token }: Holder): Promise<boolean> {
  if (host !== hostname()) return Math.abs(Date.now() - (await stat(file)).mtimeMs) < patience * 1000; // a clock may be wrong either way
  if (pid === process.pid) return mine.has(token);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return startOf(pid) === started;
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
  if (text !== judged) create(file, text);
  await rm(aside, { force: true });
}

/** Machine start and process start on Linux; elsewhere nothing, and a process is known by its number alone. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${ticks}`;
  } catch {
    return '';
  }
}

function lockedBy(folder: string, { pid, host }: Holder): Error {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return new Error(
    `checkpoints: another run (${where}) writes to ${folder}. Wait for it, stop it, or pass another folder.`,
  );
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
