// `require` for bundles is a separate module in the build too, as it must run before tfjs, which is external here.
import { readFileSync } from 'node:fs';

const { tsup } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

export default {
  ...tsup,
  entry: ['src/{index,cli,bundle-require}.ts'],
};
