/** Keeps decoded images, one a record, for all threads at once. */
export interface ImageStore {
  /** The pixels of a record's image, if they are there. Not to be written to, and valid until the next call. */
  read(index: number, file: string): Uint8Array | undefined;
  /** Keeps an image, if there is room. */
  write(index: number, file: string, pixels: Uint8Array): void;
}

/** A store as it is handed to other threads, which open it with {@link openStore}. */
export type StoreHandle = MemoryHandle | DiskHandle;

export interface MemoryHandle {
  readonly type: 'memory';
  readonly imageBytes: number;
  /** Images a chunk. */
  readonly chunkSlots: number;
  readonly chunks: readonly SharedArrayBuffer[];
  /** One byte a slot, see the stores. */
  readonly states: SharedArrayBuffer;
}

export interface DiskHandle {
  readonly type: 'disk';
  readonly imageBytes: number;
  /** Open file; descriptors belong to the process, not to a thread. */
  readonly descriptor: number;
  /** Whether images of an earlier run may be in the file. */
  readonly reused: boolean;
  readonly states: SharedArrayBuffer;
}
