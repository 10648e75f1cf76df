// Puts the script of the decoding threads into the package as text: see src/loader/decode-worker-code.ts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { tsup } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const options = {
  entryPoints: [fileURLToPath(new URL('src/loader/decode-worker.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: tsup.target,
  conditions: ['@polyhead/source'],
  minifyWhitespace: true,
  logOverride: { 'empty-import-meta': 'silent' },
};
const workerCode = {
  name: 'decode-worker-code',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]decode-worker-code\.ts$/ }, async () => {
      const { outputFiles } = await build(options);
      return { contents: `export const decodeWorkerCode = ${JSON.stringify(outputFiles[0].text)};` };
    });
  },
};

export default { ...tsup, entry: ['src/{index,browser}.ts'], esbuildPlugins: [workerCode] };
