// Puts what src/charts/vega.ts exports into the package as one minified file, with Vega's canvas of browsers, which
// looks for no native package; the SVGs are the same.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { tsup } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
/** The licenses of the packages in that file, which ask for it. */
function writeLicenses(files) {
  const folders = files.map((file) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0]);
  const texts = [...new Set(folders.filter((folder) => folder !== undefined))].sort().flatMap((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    return license === undefined
      ? []
      : [`${name} ${version}\n\n${readFileSync(join(folder, license), 'utf8').trim()}\n`];
  });
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/vega-licenses.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
}

const vega = {
  name: 'vega',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]charts[\\/]vega\.ts$/ }, async ({ path }) => {
      const { outputFiles, metafile } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        target: tsup.target,
        minify: true,
        metafile: true,
        legalComments: 'none',
      });
      writeLicenses(Object.keys(metafile.inputs));
      return { contents: outputFiles[0].text, loader: 'js' };
    });
  },
};

export default { ...tsup, esbuildPlugins: [vega] };
