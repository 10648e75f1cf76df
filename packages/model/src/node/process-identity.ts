import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/** Tells a process from all others that may write to the same disk, also of other containers and machines. */
export interface ProcessIdentity {
  /** Number of the process; only its namespace knows it by that. */
  readonly pid: number;
  /** Name of the machine or container. Others may have the same. */
  readonly host: string;
  /** Sum over the addresses of its network cards; empty if it has none. */
  readonly machine: string;
  /** Its namespace of process numbers on Linux; empty elsewhere. */
  readonly namespace: string;
  /** Start of the machine and of the process on Linux; empty elsewhere. */
  readonly started: string;
}

/**
 * Returns the identity of this process, to be stored next to the files that it writes.
 *
 * @returns Process number, host, machine, namespace and start time; unknown parts are empty.
 *
 * @example
 * ```ts
 * import { isRunning, processIdentity } from '@polyhead/model/node';
 * isRunning(processIdentity()); // true
 * ```
 */
export function processIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    machine: machineOf(),
    namespace: namespaceOf(),
    started: startOf(process.pid),
  };
}

/**
 * Checks if a process is still running.
 *
 * @param identity - The result of {@link processIdentity} in that process. A missing machine or namespace is taken to
 * be that of this process.
 * @returns True if the process is running, false if it has ended; undefined if that cannot be known, as it may belong
 * to another machine or container.
 *
 * @example
 * ```ts
 * import { isRunning, processIdentity } from '@polyhead/model/node';
 * isRunning({ ...processIdentity(), host: 'elsewhere' }); // undefined
 * ```
 */
export function isRunning(
  identity: Pick<ProcessIdentity, 'pid' | 'host' | 'started'> & Partial<ProcessIdentity>,
): boolean | undefined {
  const here = processIdentity();
  const { pid, host, machine = here.machine, namespace = here.namespace, started } = identity;
  if (host !== here.host) return undefined;
  const [boot, bootHere] = [started.split(' ', 1)[0], here.started.split(' ', 1)[0]];
  const isSameBoot = boot === bootHere && boot !== '';
  if (!isSameBoot && machine !== here.machine) return undefined; // another machine of the same name
  // one without network cards cannot be told from another machine of the same name
  if (boot !== '' && bootHere !== '' && !isSameBoot)
    return machine === '' && identity.machine !== undefined ? undefined : false;
  if (namespace !== here.namespace) return undefined;
  return hasProcess(pid, started);
}

function hasProcess(pid: number, started: string): boolean | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH') return false;
  }
  const startedNow = startOf(pid);
  // without the start, another process may have the number by now
  return started === '' || startedNow === '' ? undefined : started === startedNow;
}

/** Machine start and process start on Linux; elsewhere, and where they are hidden, nothing. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${ticks}`;
  } catch {
    return '';
  }
}

function namespaceOf(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function machineOf(): string {
  const addresses = Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses.filter(({ internal }) => !internal).map(({ mac }) => mac))
    .filter((mac) => !/^[0:]*$/.test(mac));
  if (addresses.length === 0) return '';
  return createHash('sha256')
    .update([...new Set(addresses)].sort().join())
    .digest('hex')
    .slice(0, 16);
}
