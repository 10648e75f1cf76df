import { invalidArgument } from '@polyhead/core';

/** SHA-256 of some bytes as 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { crypto } = globalThis;
  if (crypto?.subtle === undefined)
    throw invalidArgument(
      'sha256',
      'expected the Web Crypto API',
      'none',
      'Serve the page over https or from localhost.',
    );
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
