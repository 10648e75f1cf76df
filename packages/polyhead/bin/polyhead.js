#!/usr/bin/env node
// The command in the repository, where nothing need be built: runs the source, and that of the packages it imports.
// What is published points to dist/cli.js instead.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['--conditions=@polyhead/source', '--import', import.meta.resolve('tsx'), program, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
