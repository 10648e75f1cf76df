// Writes packages/batches/src/jpeg/libjpeg-wasm.ts: the decoder of @jsquash/jpeg as base64, so that bundlers have no
// file to find. Run it after each change of the version of @jsquash/jpeg, which packages/batches/package.json pins.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const batches = join(import.meta.dirname, '..', 'packages', 'batches');
const require = createRequire(join(batches, 'package.json'));
const bytes = readFileSync(require.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
const { version } = JSON.parse(readFileSync(require.resolve('@jsquash/jpeg/package.json'), 'utf8'));
writeFileSync(
  join(batches, 'src', 'jpeg', 'libjpeg-wasm.ts'),
  `// Written by scripts/embed-libjpeg.js.
/** Version of @jsquash/jpeg that {@link libjpegWasm} comes from. */
export const libjpegVersion = '${version}';

/** libjpeg as WebAssembly, in base64: codec/dec/mozjpeg_dec.wasm of @jsquash/jpeg, Apache-2.0. */
export const libjpegWasm =
  '${bytes.toString('base64')}';
`,
);
