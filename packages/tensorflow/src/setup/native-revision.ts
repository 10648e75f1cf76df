/**
 * Revision of the native libraries: a hash of the C++ sources, compiler flags and wheel that `install` builds them
 * from. A test computes it and reports the value to write here. Libraries of another revision are not used.
 */
export const NATIVE_REVISION = 'f1b0b5fb';

/** Operation that a library of this revision registers. */
export const REVISION_OPERATION = `PolyheadRevision${NATIVE_REVISION}`;
