/**
 * The code of every error that polyhead throws, and what it means. Codes are part of the API: a message may change in
 * any release, a code only in a major one.
 *
 * @example
 * ```ts
 * import { errorCodes } from '@polyhead/core';
 * Object.keys(errorCodes).length > 20; // true
 * ```
 */
export const errorCodes = {
  /** Arguments. */
  INVALID_ARGUMENT: 'An argument or option has the wrong type, range or name, or does not go with another one.',
  INVALID_LABEL: 'A label is not one that its task allows.',
  DISPOSED: 'A network, source or function is used after `dispose`.',

  /** Files and folders. */
  FILE_UNREADABLE: 'A file or folder does not exist, or cannot be read.',
  FILE_UNWRITABLE: 'A file or folder cannot be written: no permission, no space, or something is in the way.',
  FOLDER_IN_USE: 'A folder holds something else, or another run writes to it.',
  OUTSIDE_FOLDER: 'A path or link leads out of the folder that it must stay in.',
  INVALID_FILE: 'A file is not what it must be: not JSON, other columns, another format or version.',
  CORRUPT_FILE: 'A file is not the one that was written: its size or checksum differs.',

  /** Data. */
  NO_RECORDS: 'No image is left to work with.',
  DATA_MISMATCH: 'Files, records or labels are not those that a split, a run or a network was made for.',
  INVALID_IMAGE: 'An image is cut off or damaged.',
  UNSUPPORTED_IMAGE: 'An image has a format, or a kind of a format, that the decoder does not read.',
  IMAGE_TOO_LARGE: 'An image has more pixels than `maxPixels`.',
  TOO_MANY_SKIPPED: 'More images than `maxSkipped` could not be read.',

  /** Networks and models. */
  INVALID_NETWORK: 'Layers do not fit together, or the images are too small for them.',
  INVALID_MODEL: 'A saved model is not one that polyhead wrote, or names layers that it does not know.',

  /** Runs. */
  NETWORK_BUSY: 'A network is used while a run trains it.',
  RESUME_MISMATCH: 'A run cannot continue from this checkpoint: other tasks, data or optimizer.',
  CORRUPT_CHECKPOINT: 'No checkpoint of a folder is as it was written.',
  NON_FINITE_LOSS: 'The loss became NaN or infinite.',
  OUT_OF_MEMORY: 'Memory does not suffice.',
  CALLBACK_FAILED: 'A function that the program passed threw, or returned something wrong.',
  INTERRUPTED: 'A signal stopped the run; it can be resumed.',

  /** Numbers. */
  UNDEFINED_METRIC: 'A metric has no value on these rows, such as a ROC curve of one class.',

  /** Engines and installation. */
  ENGINE_UNAVAILABLE: 'The engine that was asked for cannot be used on this machine or in this program.',
  UNSUPPORTED_OPERATION: 'An engine does not have this operation, or cannot compile it.',
  UNTRACEABLE: 'A function cannot become a graph: it reads values, draws random numbers, or the like.',
  ENGINE_FAILED: 'An engine reported an error while it computed.',
  THREAD_FAILED: 'A worker thread ended, or could not be started.',
  INSTALL_FAILED: 'Native TensorFlow could not be installed.',

  /** polyhead itself. */
  INTERNAL: 'A defect in polyhead. Please report it.',
} as const;

/** Code of a {@link PolyheadError}. */
export type ErrorCode = keyof typeof errorCodes;
