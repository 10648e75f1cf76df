import { createRequire } from 'node:module';

/** Versions of sharp and of the libraries in it; undefined where it cannot be loaded. */
export function sharpVersion(): string | undefined {
  try {
    const { versions } = createRequire(import.meta.url)('sharp') as { versions: Readonly<Record<string, string>> };
    return Object.entries(versions)
      .map((entry) => entry.join(' '))
      .join(', ');
  } catch {
    return undefined;
  }
}
