import util from 'node:util';

/**
 * Puts back the two functions of node:util that tfjs-node 4.22 still calls: `isNullOrUndefined` is gone since Node 23
 * (tensorflow/tfjs #8609), and both print a deprecation warning on Node 22.
 */
export function restoreNodeUtil(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}
