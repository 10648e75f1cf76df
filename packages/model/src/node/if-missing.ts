/** What a file operation gives, or something else where the file or folder is not there. */
export async function orIfMissing<Value, Other>(operation: Promise<Value>, other: Other): Promise<Value | Other> {
  try {
    return await operation;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return other;
    throw error;
  }
}
