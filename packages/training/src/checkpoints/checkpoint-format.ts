/** Names of the files of a checkpoint. */
export const stateFile = 'state.json';
export const arraysFile = 'arrays.bin';
export const manifestFile = 'manifest.json';
export const modelFolder = 'model';

/** Changes when older programs could not read the files. */
export const formatVersion = 1;

/**
 * Largest state that is read, in bytes. It grows with the images of an unfinished epoch: about 50 bytes each and task.
 */
export const stateLimit = 2 ** 28;

/** Largest manifest that is read, in bytes. */
export const manifestLimit = 2 ** 20;

/** Largest file of arrays, in bytes: Node reads no larger one at once. */
export const arraysLimit = 2 ** 31 - 1;
