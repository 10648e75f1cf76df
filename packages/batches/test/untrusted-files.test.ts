// Images from strangers: whatever the bytes are, the built-in decoder gives a whole image or says why not, soon,
// within its memory.
// POLYHEAD_FUZZ=10000 tries as many damaged files; the default is short.
import { deflateSync } from 'node:zlib';
import { builtInDecoder, type RgbImage } from '@polyhead/batches';
import fc from 'fast-check';
import { heldBufferBytes } from '../../../scripts/held-buffer-bytes';
import { damagedFiles, goodFiles } from './damaged-files';

const numRuns = Number(process.env['POLYHEAD_FUZZ'] ?? 1500);
const megabyte = 2 ** 20;
const decoder = builtInDecoder({ maxPixels: 1_000_000 });

/**
 * The image, or the reason why there is none; fails where it took longer than a few hundred times what a good file
 * takes.
 */
function outcome(bytes: Uint8Array, seconds = 2): RgbImage | string {
  const start = process.cpuUsage(); // what others compute meanwhile does not count
  try {
    return decoder.decode(bytes);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
  } finally {
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(seconds);
  }
}

function expectImageOrReason(result: RgbImage | string): void {
  if (typeof result === 'string')
    return expect(result).toMatch(
      /^PolyheadError: (the file is empty|the (JPEG|PNG) |this kind of JPEG|this is |(lossless|hierarchical|arithmetic) JPEG)/,
    );
  const { width, height, data } = result;
  expect(data.length).toBe(width * height * 3);
  expect(width * height).toBeLessThanOrEqual(1_000_000);
}

test(`${numRuns} damaged files: each decoded whole, or rejected with a reason, in time`, () => {
  const counts = { decoded: 0, rejected: 0 };
  const seen = (bytes: Uint8Array): void => {
    const result = outcome(bytes);
    expectImageOrReason(result);
    counts[typeof result === 'string' ? 'rejected' : 'decoded']++;
  };
  fc.assert(fc.property(damagedFiles, seen), { numRuns, ...(numRuns === 1500 && { seed: 7 }) });
  // the damage is neither harmless nor total
  expect(Math.min(counts.decoded, counts.rejected)).toBeGreaterThan(numRuns / 20);
}, 600_000);

test('memory stays what it was after hundreds of damaged files', async () => {
  const files = fc.sample(damagedFiles, { numRuns: 300, seed: 3 });
  const pass = (): Promise<number> => (files.forEach((file) => outcome(file)), heldBufferBytes());
  const before = await pass();
  const after = await pass();
  expect(after - before).toBeLessThan(1e5);
});

test('bytes that are no file at all are rejected, or stand for the image they make', () => {
  const signatures = fc.constantFrom([], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  fc.assert(
    fc.property(signatures, fc.uint8Array({ maxLength: 300 }), (head, tail) =>
      expectImageOrReason(outcome(Uint8Array.from([...head, ...tail]))),
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['zeros', Buffer.alloc(16 * megabyte)],
  [
    'fill bytes behind the beginning of a JPEG',
    Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(16 * megabyte, 0xff)]),
  ],
  [
    'zeros behind a whole header',
    Buffer.concat([
      goodFiles[0]!.subarray(0, goodFiles[0]!.indexOf(Buffer.of(0xff, 0xda)) + 14),
      Buffer.alloc(16 * megabyte),
    ]),
  ],
  ['empty comments', Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(16 * megabyte, Buffer.of(0xff, 0xfe, 0, 2))])],
  [
    'zeros behind the beginning of a PNG',
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(16 * megabyte)]),
  ],
  ['packed zeros', deflateSync(Buffer.alloc(16 * megabyte))],
])('16 MB of %s are rejected soon', (_, bytes) => {
  const before = process.memoryUsage().arrayBuffers;
  const result = outcome(bytes, 5);
  expect(typeof result).toBe('string');
  expectImageOrReason(result);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * megabyte);
});

test('a file that says it is huge is rejected before memory is taken, though its pixels are allowed', () => {
  const file = Buffer.from(goodFiles[0]!);
  const frame = file.indexOf(Buffer.of(0xff, 0xc0));
  file.writeUInt16BE(7000, frame + 5);
  file.writeUInt16BE(7000, frame + 7);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => builtInDecoder().decode(file)).toThrow(
    `the JPEG is cut off: 7000 x 7000 pixels do not fit into its ${file.length} bytes`,
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(megabyte);
});
