// Runs every test that this machine can run, and says which it could not. With CI=true nothing may be left out: native
// TensorFlow is installed first and a skipped test is a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const strict = process.env.CI === 'true';
const run = (command, ...words) =>
  spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1;

if (strict && run('pnpm', 'exec', 'polyhead', 'install') !== 0) {
  console.error('test: CI=true needs native TensorFlow, and it could not be installed (see above).');
  process.exit(1);
}

const resultFile =
  process.env.POLYHEAD_TEST_RESULT ?? join(mkdtempSync(join(tmpdir(), 'polyhead-test-')), 'result.json');
const status = run('pnpm', 'exec', 'jest', '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2));
const result = JSON.parse(readFileSync(resultFile, 'utf8'));
const notRun = result.testResults.flatMap((file) =>
  file.assertionResults.filter(({ status }) => status === 'pending' || status === 'todo' || status === 'skipped'),
);
if (notRun.length > 0) {
  console.log(`\n${notRun.length} tests could not run on this machine:`);
  for (const test of notRun) console.log(`  ${test.fullName}`);
}
process.exit(status === 0 && strict && notRun.length > 0 ? 1 : status);
