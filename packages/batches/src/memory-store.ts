import type { MemoryHandle, PictureStore } from './picture-store';

const largestChunk = 2 ** 28;
const filled = 1;

/**
 * Room for `slots` pictures in memory that threads share. Nothing is taken from the machine before a picture is
 * written.
 */
export function createMemoryStore(slots: number, pictureBytes: number): MemoryHandle {
  const chunkSlots = Math.max(1, Math.floor(largestChunk / pictureBytes));
  const chunks = Array.from(
    { length: Math.ceil(slots / chunkSlots) },
    (_, chunk) => new SharedArrayBuffer(Math.min(chunkSlots, slots - chunk * chunkSlots) * pictureBytes),
  );
  return { type: 'memory', pictureBytes, chunkSlots, chunks, states: new SharedArrayBuffer(slots) };
}

export function openMemoryStore({ pictureBytes, chunkSlots, chunks, states }: MemoryHandle): PictureStore {
  const state = new Uint8Array(states);
  const slot = (index: number): Uint8Array =>
    new Uint8Array(
      chunks[Math.floor(index / chunkSlots)] as SharedArrayBuffer,
      (index % chunkSlots) * pictureBytes,
      pictureBytes,
    );
  return {
    read: (index) => (index < state.length && Atomics.load(state, index) === filled ? slot(index) : undefined),
    write: (index, _file, pixels) => {
      if (index >= state.length) return;
      slot(index).set(pixels);
      Atomics.store(state, index, filled);
    },
  };
}
