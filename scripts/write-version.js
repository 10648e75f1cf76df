// Writes the version of @polyhead/model into its source, which saved models carry. Runs after `changeset version`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../packages/model');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const file = join(folder, 'src/files/version.ts');
writeFileSync(file, readFileSync(file, 'utf8').replace(/'[^']*'/, `'${version}'`));
