// Images as strangers send them: good files of every kind, damaged in every way that fast-check thinks of.
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import baseline from './golden/baseline.json';
import jpegs from './golden/jpeg.json';
import pngs from './golden/png.json';

/** Good files: every kind of JPEG and PNG that there is a golden image of. */
export const goodFiles: readonly Buffer[] = [
  ...[...jpegs, ...baseline.filter((_, index) => index % 7 === 0)].map(({ jpeg }) => Buffer.from(jpeg, 'base64')),
  ...pngs.map(({ png }) => Buffer.from(png, 'base64')),
];

type Damage = (file: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (file: Buffer, share: number): number => Math.floor(share * file.length);
const edited = (file: Buffer, edit: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(file);
  if (copy.length > 0) edit(copy);
  return copy;
};

const flipBit = fc.tuple(place, fc.nat(7)).map(
  ([share, bit]): Damage =>
    (file) =>
      edited(file, (copy) => (copy[at(copy, share)]! ^= 1 << bit)),
);
const setByte = fc.tuple(place, fc.constantFrom(0, 1, 0x7f, 0x80, 0xc0, 0xc2, 0xc4, 0xda, 0xd9, 0xdb, 0xff)).map(
  ([share, value]): Damage =>
    (file) =>
      edited(file, (copy) => (copy[at(copy, share)] = value)),
);
/** Most of what a header can lie about stands in the first bytes. */
const setHeaderByte = fc.tuple(fc.nat(700), fc.nat(255)).map(
  ([index, value]): Damage =>
    (file) =>
      edited(file, (copy) => (copy[index % copy.length] = value)),
);
const cut = place.map(
  (share): Damage =>
    (file) =>
      file.subarray(0, at(file, share)),
);
const drop = fc.tuple(place, fc.integer({ min: 1, max: 64 })).map(
  ([share, length]): Damage =>
    (file) =>
      Buffer.concat([file.subarray(0, at(file, share)), file.subarray(at(file, share) + length)]),
);
const insert = fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 64 })).map(
  ([share, bytes]): Damage =>
    (file) =>
      Buffer.concat([file.subarray(0, at(file, share)), bytes, file.subarray(at(file, share))]),
);
const repeat = fc.tuple(place, place).map(
  ([from, to]): Damage =>
    (file) =>
      Buffer.concat([file.subarray(0, at(file, Math.max(from, to))), file.subarray(at(file, Math.min(from, to)))]),
);
const splice = fc.tuple(place, place, fc.constantFrom(...goodFiles)).map(
  ([end, start, other]): Damage =>
    (file) =>
      Buffer.concat([file.subarray(0, at(file, end)), other.subarray(at(other, start))]),
);
const blank = fc.tuple(place, fc.constantFrom(0, 0xff)).map(
  ([share, value]): Damage =>
    (file) =>
      edited(file, (copy) => copy.fill(value, at(copy, share))),
);
/** Another width and height where the frame or the header says them, zero among them. */
const lieAboutSize = fc
  .tuple(
    fc.constantFrom(0, 1, 7, 5000, 65535, 2 ** 31, 2 ** 32 - 1),
    fc.constantFrom(0, 1, 9, 9999, 65535, 2 ** 32 - 1),
  )
  .map(
    ([width, height]): Damage =>
      (file) =>
        edited(file, (copy) => {
          const frame = Math.max(copy.indexOf(Buffer.of(0xff, 0xc0)), copy.indexOf(Buffer.of(0xff, 0xc2)));
          if (copy[0] === 0x89 && copy.length > 24) {
            copy.writeUInt32BE(width, 16);
            copy.writeUInt32BE(height, 20);
          } else if (frame > 0 && frame + 9 < copy.length) {
            copy.writeUInt16BE(height & 0xffff, frame + 5);
            copy.writeUInt16BE(width & 0xffff, frame + 7);
          }
        }),
  );

const damages = fc.array(
  fc.oneof(flipBit, setByte, setHeaderByte, cut, drop, insert, repeat, splice, blank, lieAboutSize),
  { minLength: 1, maxLength: 3 },
);

/**
 * Damaged files; the checksums of half of the PNGs fit the damage, as only then anything behind them is put to the
 * test.
 */
export const damagedFiles = fc.tuple(fc.constantFrom(...goodFiles), damages, fc.boolean()).map(([file, all, fix]) => {
  const damaged = all.reduce((bytes, damage) => damage(bytes), file);
  return fix ? withSums(damaged) : damaged;
});

function withSums(file: Buffer): Buffer {
  return edited(file, (copy) => {
    for (let start = 8; copy[0] === 0x89 && start + 12 <= copy.length;) {
      const end = start + 8 + copy.readUInt32BE(start);
      if (end + 4 > copy.length) return;
      copy.writeUInt32BE(crc32(copy.subarray(start + 4, end)), end);
      start = end + 4;
    }
  });
}
