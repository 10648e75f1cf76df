// Writes packages/batches/src/decode/jpeg/libjpeg-wasm.ts: the decoder of @jsquash/jpeg as base64, so that bundlers
// have no file to find, with one byte changed. Run it after each change of the version of @jsquash/jpeg, which
// packages/batches/package.json pins.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const batches = join(import.meta.dirname, '..', 'packages', 'batches');
const require = createRequire(join(batches, 'package.json'));
const bytes = readFileSync(require.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
const { version } = JSON.parse(readFileSync(require.resolve('@jsquash/jpeg/package.json'), 'utf8'));

// libjpeg's emit_message (jerror.c) prints a warning if it is the first or `trace_level` is at least 3. A harmless
// first one would hide that data are missing, so the 3 becomes a 0, which the level always is. The code is WebAssembly for
// `num_warnings == 0 || trace_level >= 3`, by the places of both in `jpeg_error_mgr`.
const condition = Buffer.from('28026c220104402002280268410348', 'hex');
const at = bytes.indexOf(condition);
if (at < 0 || bytes.indexOf(condition, at + 1) >= 0)
  throw new Error('embed-libjpeg: expected the condition of emit_message once in mozjpeg_dec.wasm. Look for its code.');
bytes[at + condition.length - 2] = 0;

writeFileSync(
  join(batches, 'src', 'jpeg', 'libjpeg-wasm.ts'),
  `// Written by scripts/embed-libjpeg.js.
/** Version of @jsquash/jpeg that {@link libjpegWasm} comes from. */
export const libjpegVersion = '${version}';

/** libjpeg as WebAssembly, in base64: codec/dec/mozjpeg_dec.wasm of @jsquash/jpeg, Apache-2.0, with one byte changed. */
export const libjpegWasm =
  '${bytes.toString('base64')}';
`,
);
