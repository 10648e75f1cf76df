import { openDiskStore } from './disk-store';
import { openMemoryStore } from './memory-store';
import type { ImageStore, StoreHandle } from './image-store';

const none: ImageStore = { read: () => undefined, write: () => undefined };

/** The store behind a handle, in any thread. */
export function openStore(handle: StoreHandle | undefined): ImageStore {
  if (handle === undefined) return none;
  return handle.type === 'memory' ? openMemoryStore(handle) : openDiskStore(handle);
}
