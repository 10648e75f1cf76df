import { PolyheadError } from '@polyhead/core';

const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room',
  EDQUOT: 'The quota is used up: make room',
  EROFS: 'The disk is read-only: pass another folder',
  EACCES: 'It may not be written: pass another folder or change its rights',
  EPERM: 'It may not be written: pass another folder or change its rights',
  ENOTDIR: 'A file stands where a folder is needed: pass another folder',
  EEXIST: 'A file stands where a folder is needed: pass another folder',
};

/**
 * Runs `action`; where the disk does not let it, the error of `where` says what to do, and with `goOn` how the run goes
 * on then.
 */
export async function withDiskHint<T>(where: string, path: string, action: () => Promise<T>, goOn = ''): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    const words = Object.hasOwn(advice, code) ? advice[code] : undefined;
    if (words === undefined) throw error;
    throw new PolyheadError(
      'FILE_UNWRITABLE',
      `${where}: cannot write to ${path}: ${error instanceof Error ? error.message : code}. ${words}${goOn}.`,
      { cause: error },
    );
  }
}
