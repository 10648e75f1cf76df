// Bundles what a browser takes of each package as a web page would have it (minified, gzip; tfjs itself left out, as
// every page that uses it has it already), and fails where it has grown over its ceiling or needs Node.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
// Ceilings in kB of gzip, a few percent above what each is: who adds to one says why here. core holds the errors,
// assertions, random generators and image signatures of all packages; every function checks its arguments, saved models
// are validated before they are used, and every metric takes weights. 90 kB of batches are libjpeg as WebAssembly in
// base64, so that pages decode as training did; most of report is Vega.
const ceilings = {
  core: 9,
  metrics: 22.5,
  model: 19.5,
  training: 40,
  wasm: 60,
  'batches/browser': 121,
  report: 390,
};

let failed = false;
for (const [entry, ceiling] of Object.entries(ceilings)) {
  const [name, file = 'index'] = entry.split('/');
  const bundle = await build({
    entryPoints: [join(root, 'packages', name, 'dist', `${file}.js`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: ['@tensorflow/*'],
    logLevel: 'error',
  });
  const size = gzipSync(bundle.outputFiles[0].contents).length / 1000;
  const fits = size <= ceiling;
  failed ||= !fits;
  console.log(`${fits ? 'ok  ' : 'FAIL'} @polyhead/${entry}: ${size.toFixed(1)} kB of ${ceiling}`);
}
process.exit(failed ? 1 : 0);
