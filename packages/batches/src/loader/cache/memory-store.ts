import type { MemoryHandle, ImageStore } from './image-store';

const largestChunk = 2 ** 28;
const filled = 1;

/**
 * Room for `slots` images in memory that threads share. Nothing is taken from the machine before an image is
 * written.
 */
export function createMemoryStore(slots: number, imageBytes: number): MemoryHandle {
  const chunkSlots = Math.max(1, Math.floor(largestChunk / imageBytes));
  const chunks = Array.from(
    { length: Math.ceil(slots / chunkSlots) },
    (_, chunk) => new SharedArrayBuffer(Math.min(chunkSlots, slots - chunk * chunkSlots) * imageBytes),
  );
  return { type: 'memory', imageBytes, chunkSlots, chunks, states: new SharedArrayBuffer(slots) };
}

export function openMemoryStore({ imageBytes, chunkSlots, chunks, states }: MemoryHandle): ImageStore {
  const state = new Uint8Array(states);
  const slot = (index: number): Uint8Array =>
    new Uint8Array(
      chunks[Math.floor(index / chunkSlots)] as SharedArrayBuffer,
      (index % chunkSlots) * imageBytes,
      imageBytes,
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
