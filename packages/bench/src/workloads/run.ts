// Runs one workload of this tree and prints its times: what `pnpm bench --against` starts in both trees.
//
// This is a contract between commits; keep the path of this file, its arguments and its last line as they are:
//   run.ts --list [--images FOLDER]   prints {"NAME": "definition", ...}
//   run.ts NAME [--images FOLDER]     prints {"definition": "...", "cpuSeconds": 1.2, "wallSeconds": 0.6}
// A commit that renames something of the API changes the programs beside this file, and no definition.
import { parseArgs } from 'node:util';
import { imageWorkloads } from './image-workloads';
import { metricWorkloads } from './metric-workloads';
import { networkWorkloads } from './network-workloads';
import type { Workload } from './workload';

const workloads: Readonly<Record<string, Workload>> = { ...networkWorkloads, ...imageWorkloads, ...metricWorkloads };

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean' }, images: { type: 'string' } },
  allowPositionals: true,
});
const [name = ''] = positionals;
console.log(JSON.stringify(values.list === true ? list(values.images !== undefined) : await time(name)));
process.exit(0); // threads may be waiting for work

function list(hasImages: boolean): Record<string, string> {
  const shown = Object.entries(workloads).filter(([, { needsImages = false }]) => hasImages || !needsImages);
  return Object.fromEntries(shown.map(([key, { definition }]) => [key, definition]));
}

/** Times all repeats together, with the processor time of every thread of this process, user and system. */
async function time(
  wanted: string,
): Promise<{ readonly definition: string; readonly cpuSeconds: number; readonly wallSeconds: number }> {
  const workload = workloads[wanted];
  if (workload === undefined)
    throw new Error(`run.ts: the workload must be one of ${Object.keys(workloads).join(', ')}, got "${wanted}".`);
  const { run, warmUps, repeats } = await workload.prepare({ images: values.images });
  for (let index = 0; index < warmUps; index++) await run(index);
  const [start, busy] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < repeats; index++) await run(warmUps + index);
  const { user, system } = process.cpuUsage(busy);
  return {
    definition: workload.definition,
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - start) / 1000,
  };
}
