import { PolyheadError } from '@polyhead/core';

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space',
  EDQUOT: 'The quota is used up: free some space',
  EROFS: 'The disk is read-only: pass another folder',
  EACCES: 'There is no permission to write: pass another folder or change its permissions',
  EPERM: 'There is no permission to write: pass another folder or change its permissions',
  ENOTDIR: 'A file is in the place of a folder: pass another folder',
  EEXIST: 'A file is in the place of a folder: pass another folder',
};

/**
 * Runs `action`. If the disk does not allow it, the error of `where` says how to fix that, followed by `resumeHint`,
 * how to continue the run then.
 */
export async function withDiskHint<T>(
  where: string,
  path: string,
  action: () => Promise<T>,
  resumeHint = '',
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (!Object.hasOwn(hints, code)) throw error;
    const received = error instanceof Error ? error.message : code;
    const hint = `${hints[code]}${resumeHint}.`;
    throw new PolyheadError('FILE_UNWRITABLE', `${where}: cannot write to ${path}: ${received}. ${hint}`, {
      where,
      path,
      received,
      hint,
      cause: error,
    });
  }
}
