// Puts what src/figures/vega.ts exports into the package as one minified file, with Vega's canvas of browsers, which
// looks for no native package; the SVGs are the same.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { tsup } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const vega = {
  name: 'vega',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]figures[\\/]vega\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        target: tsup.target,
        minify: true,
        legalComments: 'none',
      });
      return { contents: outputFiles[0].text, loader: 'js' };
    });
  },
};

export default { ...tsup, esbuildPlugins: [vega] };
