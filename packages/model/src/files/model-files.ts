/** Files of a saved model by name: `model.json` and the weight files of tfjs' layers format, and `tasks.json`. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;

/** Name and version of the format of `tasks.json`. */
export const format = 'polyhead-model';
export const formatVersion = 1;

/** Names of the files that are always there. */
export const topologyFile = 'model.json';
export const tasksFile = 'tasks.json';
export const weightsFile = 'weights.bin';

/** Largest file that Node reads at once, in bytes. */
export const fileLimit = 2 ** 31 - 1;

/** Largest JSON file that is read, in bytes: that of the article's network has 40 thousand. */
export const jsonLimit = 2 ** 24;
