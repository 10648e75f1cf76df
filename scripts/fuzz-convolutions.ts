// Tries many convolutions and poolings on every engine in processes whose memory is checked, and reports whether
// oneDNN has the fault that polyhead guards against: tsx --conditions=@polyhead/source scripts/fuzz-convolutions.ts
// [COUNT] [SEED]. Exits with 1 if an engine computes something wrong or corrupts memory.
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fuzzWindows, startChecked, type WindowFindings } from '../packages/polyhead/test/reliability/window-fuzz';

/** Operations of one process: a crash costs the rest of them. */
const perProcess = 500;

const [count = 10_000, first = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);

async function hasFault(strides: number): Promise<boolean> {
  const child = startChecked('onednn-fault.ts', [String(strides)]);
  let output = '';
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
  await once(child, 'close');
  return !output.includes('no fault');
}

async function reportFault(): Promise<void> {
  const processor = cpus()[0]?.model ?? 'an unknown processor';
  if (process.platform !== 'linux' || (await hasFault(1)))
    return console.log(`oneDNN on ${processor}: memory cannot be checked here`);
  console.log(
    (await hasFault(2))
      ? `oneDNN on ${processor}: the filter gradient of strided 1 x 1 convolutions corrupts memory, as known`
      : `oneDNN on ${processor}: the filter gradient of strided 1 x 1 convolutions is fine here`,
  );
}

function addCounts(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, number] of Object.entries(more)) total[name] = (total[name] ?? 0) + number;
}

await reportFault();
const all: WindowFindings = { isChecked: true, operations: 0, right: {}, faults: [], rejected: {} };
for (let seed = first; seed < first + Math.ceil(count / perProcess); seed++) {
  const found = await fuzzWindows(seed, perProcess);
  all.isChecked &&= found.isChecked;
  all.operations += found.operations;
  all.faults.push(...found.faults);
  addCounts(all.right, found.right);
  addCounts(all.rejected, found.rejected);
  found.faults.forEach((fault) => console.error(`seed ${seed}: ${fault}`));
}
console.log(`${all.operations} operations from seed ${first}, memory ${all.isChecked ? '' : 'not '}checked`);
console.log('as expected:', all.right);
console.log('rejected:', all.rejected);
console.log(`${all.faults.length} faults`);
process.exitCode = all.faults.length > 0 ? 1 : 0;
