/**
 * Names what the libraries that `install` makes are made of: C++ sources, flags and wheel. A test computes it and says
 * what it must be; libraries of another revision are not taken.
 */
export const NATIVE_REVISION = 'dc2f5de8';

/** The operation by which a library says that it is of this revision. */
export const REVISION_OPERATION = `PolyheadRevision${NATIVE_REVISION}`;
