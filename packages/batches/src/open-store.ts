import { openDiskStore } from './disk-store';
import { openMemoryStore } from './memory-store';
import type { PictureStore, StoreHandle } from './picture-store';

const none: PictureStore = { read: () => undefined, write: () => undefined };

/** The store behind a handle, in any thread. */
export function openStore(handle: StoreHandle | undefined): PictureStore {
  if (handle === undefined) return none;
  return handle.type === 'memory' ? openMemoryStore(handle) : openDiskStore(handle);
}
