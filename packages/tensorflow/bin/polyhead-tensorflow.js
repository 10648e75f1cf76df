#!/usr/bin/env node
// The command in the repository, where nothing need be built: runs the source. What is published points to dist/cli.js instead.
import { tsImport } from 'tsx/esm/api';

await tsImport('../src/cli.ts', import.meta.url);
