import { requireFrom } from './require-from';

/** Versions of sharp and of the libraries in it; undefined where it cannot be loaded. */
export function sharpVersion(from?: string): string | undefined {
  try {
    const { versions } = requireFrom(from)('sharp') as { versions: Readonly<Record<string, string>> };
    return Object.entries(versions)
      .map((entry) => entry.join(' '))
      .join(', ');
  } catch {
    return undefined;
  }
}
