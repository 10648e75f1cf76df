import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Arguments of Node for a program in TypeScript, run by the tsx of the program's own tree. */
export function runTypescript(program: URL): string[] {
  const tsx = pathToFileURL(createRequire(program).resolve('tsx')).href;
  return ['--import', tsx, '--conditions=@polyhead/source', fileURLToPath(program)];
}
