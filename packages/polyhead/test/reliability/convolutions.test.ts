// Convolutions and poolings of all kinds on every engine, in a process whose memory is checked.
// scripts/fuzz-convolutions.ts tries more of them.
import { describeNative } from '../../../tensorflow/test/native';
import { fuzzWindows, type WindowFindings } from './window-fuzz';

/** What tfjs and TensorFlow lack: an error says so. */
const known = /supports only 'valid' and 'same' padding|equal length strides/;

describeNative('convolutions and poolings', () => {
  let found: WindowFindings;
  beforeAll(async () => {
    found = await fuzzWindows(Number(process.env['FAST_CHECK_SEED'] ?? 2026) || Date.now() % 1e6, 150);
  });

  it('give on wasm and TensorFlow, eager and compiled, what plain JavaScript gives, and no memory is corrupted', () => {
    expect(found.faults).toEqual([]);
    expect(Object.keys(found.rejected).filter((reason) => !known.test(reason))).toEqual([]);
  });

  it('are computed with their gradients on every engine, with memory checked on Linux', () => {
    expect(found.isChecked).toBe(process.platform === 'linux');
    expect(Object.keys(found.right).sort()).toEqual(['compiled', 'tensorflow', 'wasm']);
    for (const results of Object.values(found.right)) expect(results).toBeGreaterThan(2 * found.operations);
  });
});
