import { augmentImage, type AugmentOptions, type RgbImage } from '@polyhead/batches';
import fc from 'fast-check';

const strengths: { [Name in keyof AugmentOptions]-?: AugmentOptions[Name] } = {
  flip: true,
  shift: 0.3,
  rotate: 40,
  crop: 0.5,
  brightness: 0.5,
  contrast: 0.5,
  saturation: 0.5,
  erase: 0.5,
};
const names = Object.keys(strengths) as (keyof AugmentOptions)[];
const seeds = fc.integer({ min: 0, max: 2 ** 40 });
const images = fc
  .record({ height: fc.integer({ min: 1, max: 12 }), width: fc.integer({ min: 1, max: 12 }), seed: seeds })
  .map(({ height, width, seed }) => ({
    height,
    width,
    data: Uint8Array.from(
      { length: height * width * 3 },
      (_, index) => (Math.imul(index + 1, 2654435761 + seed) >>> 13) & 255,
    ),
  }));
const all = (value: number, side = 16): RgbImage => ({
  width: side,
  height: side,
  data: new Uint8Array(side * side * 3).fill(value),
});
const gradient: RgbImage = {
  width: 16,
  height: 16,
  data: Uint8Array.from(
    { length: 768 },
    (_, index) => (Math.floor(index / 3) % 16) * 8 + Math.floor(index / 48) * 2 + (index % 3) * 20,
  ),
};
const seedList = Array.from({ length: 200 }, (_, seed) => seed);

test('without strength nothing changes', () => {
  const none = Object.fromEntries(names.map((name) => [name, name === 'flip' ? false : 0]));
  fc.assert(fc.property(images, seeds, (image, seed) => expect(augmentImage(image, seed, none)).toEqual(image)));
});

describe.each(names)('%s', (name) => {
  const options = { [name]: strengths[name] };

  test('makes the same change for the same seed, and leaves the image it was given alone', () => {
    fc.assert(
      fc.property(images, seeds, (image, seed) => {
        const before = image.data.slice();
        expect(augmentImage(image, seed, options)).toEqual(augmentImage(image, seed, options));
        expect(image.data).toEqual(before);
      }),
    );
  });

  test('makes different changes for different seeds', () => {
    const results = new Set(seedList.map((seed) => augmentImage(gradient, seed, options).data.join()));
    expect(results.size).toBeGreaterThan(name === 'flip' ? 1 : 20);
  });

  test('does not move the random numbers of the others', () => {
    const others = names.filter((other) => other !== name && other !== 'erase');
    const rest = Object.fromEntries(others.map((other) => [other, strengths[other]]));
    const off = { ...rest, [name]: name === 'flip' ? false : 0 };
    for (const seed of seedList.slice(0, 20))
      expect(augmentImage(gradient, seed, rest)).toEqual(augmentImage(gradient, seed, off));
  });
});

describe('geometry', () => {
  test('keeps an image of one color as it is: edges go on', () => {
    fc.assert(
      fc.property(seeds, fc.nat(255), (seed, value) =>
        expect(augmentImage(all(value), seed, { flip: true, shift: 0.5, rotate: 180, crop: 0.9 })).toEqual(all(value)),
      ),
    );
  });

  test('flips half of the images, left to right', () => {
    const mirrored = Uint8Array.from(
      gradient.data,
      (_, at) => gradient.data[(Math.floor(at / 48) * 16 + 15 - (Math.floor(at / 3) % 16)) * 3 + (at % 3)]!,
    );
    const results = seedList.map((seed) => augmentImage(gradient, seed, { flip: true }).data.join());
    const flipped = results.filter((result) => result === mirrored.join()).length;
    expect(results.filter((result) => result === gradient.data.join()).length).toBe(200 - flipped);
    expect(flipped).toBeGreaterThan(70);
    expect(flipped).toBeLessThan(130);
  });

  test('shifts by whole pixels, at most as far as it is told', () => {
    const dot = all(0);
    dot.data.fill(255, (8 * 16 + 8) * 3, (8 * 16 + 8) * 3 + 3);
    const places = seedList.map((seed) => augmentImage(dot, seed, { shift: 0.25 }).data.indexOf(255) / 3);
    expect(
      places.every(
        (place) =>
          Number.isInteger(place) && Math.abs(Math.floor(place / 16) - 8) <= 4 && Math.abs((place % 16) - 8) <= 4,
      ),
    ).toBe(true);
    expect(new Set(places).size).toBeGreaterThan(50);
  });

  test('turns at most as far as it is told, and changes nothing else', () => {
    const slope = ({ data }: RgbImage): [number, number] => [
      data[(8 * 16 + 12) * 3]! - data[(8 * 16 + 4) * 3]!,
      data[(12 * 16 + 8) * 3]! - data[(4 * 16 + 8) * 3]!,
    ];
    const [across, down] = slope(gradient);
    const angles = seedList.map((seed) => {
      const [turnedAcross, turnedDown] = slope(augmentImage(gradient, seed, { rotate: 20 }));
      expect(Math.abs(Math.hypot(turnedAcross, turnedDown) - Math.hypot(across, down))).toBeLessThan(2);
      return ((Math.atan2(turnedDown, turnedAcross) - Math.atan2(down, across)) * 180) / Math.PI;
    });
    expect(Math.max(...angles)).toBeLessThan(21.5);
    expect(Math.max(...angles)).toBeGreaterThan(17);
    expect(Math.min(...angles)).toBeGreaterThan(-21.5);
    expect(Math.min(...angles)).toBeLessThan(-17);
  });

  test('crops to a part of the image: nothing darker or lighter than it', () => {
    for (const seed of seedList) {
      const { data } = augmentImage(gradient, seed, { crop: 0.8 });
      expect(data[0]!).toBeGreaterThanOrEqual(gradient.data[0]!);
      expect(data.at(-1)!).toBeLessThanOrEqual(gradient.data.at(-1)!);
      expect(data[0]!).toBeLessThan(data.at(-1)!);
    }
  });
});

describe('colors', () => {
  test('brightness multiplies', () => {
    const values = seedList.map((seed) => augmentImage(all(100), seed, { brightness: 0.2 }).data[0]!);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...values)).toBeLessThanOrEqual(120);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(30);
  });

  test('contrast keeps the mean, and gray images of one value', () => {
    fc.assert(
      fc.property(seeds, fc.nat(255), (seed, value) =>
        expect(augmentImage(all(value), seed, { contrast: 1 })).toEqual(all(value)),
      ),
    );
    const mean = ({ data }: RgbImage): number => data.reduce((sum, value) => sum + value, 0) / data.length;
    for (const seed of seedList)
      expect(Math.abs(mean(augmentImage(gradient, seed, { contrast: 0.2 })) - mean(gradient))).toBeLessThan(1);
  });

  test('saturation leaves grays alone', () => {
    fc.assert(
      fc.property(seeds, fc.nat(255), (seed, value) =>
        expect(augmentImage(all(value), seed, { saturation: 1 })).toEqual(all(value)),
      ),
    );
  });

  test('of one gray only get lighter or darker, whatever else is wanted', () => {
    fc.assert(
      fc.property(seeds, fc.nat(255), (seed, value) => {
        const [one, three] = [
          augmentImage(all(value), seed, { brightness: 0.4 }),
          augmentImage(all(value), seed, { brightness: 0.4, contrast: 0.5, saturation: 0.5 }),
        ];
        one.data.forEach((byte, index) => expect(Math.abs(byte - three.data[index]!)).toBeLessThanOrEqual(1));
      }),
      { numRuns: 50 },
    );
  });

  test('are clipped, not wrapped', () => {
    const bright = seedList.map((seed) => augmentImage(all(250), seed, { brightness: 1 }).data[0]!);
    expect(bright.filter((value) => value === 255).length).toBeGreaterThan(50);
  });
});

test('erase changes one rectangle of at most the area it is told', () => {
  for (const seed of seedList) {
    const { data } = augmentImage(all(0), seed, { erase: 0.25 });
    const painted = Array.from({ length: 256 }, (_, pixel) => pixel).filter((pixel) =>
      data.subarray(pixel * 3, pixel * 3 + 3).some((value) => value > 0),
    );
    expect(painted.length).toBeLessThanOrEqual(64);
    const rows = painted.map((pixel) => Math.floor(pixel / 16));
    const columns = painted.map((pixel) => pixel % 16);
    if (painted.length > 0)
      expect(
        (Math.max(...rows) - Math.min(...rows) + 1) * (Math.max(...columns) - Math.min(...columns) + 1),
      ).toBeLessThanOrEqual(64);
  }
});

test.each([
  [{ shift: 2 }, '"augment.shift" must be a number from 0 to 1', '2'],
  [{ rotate: -1 }, '"augment.rotate" must be a number from 0 to 180', '-1'],
  [{ crop: 1 }, '"augment.crop" must be a number from 0 to 0.99', '1'],
  [{ flip: 1 }, '"augment.flip" must be true or false', '1'],
  [{ blur: 1 }, expect.stringMatching(/^"augment" must have names of flip, shift, .*erase$/), '"blur"'],
])('augmentImage rejects %p', (options, expected, received) => {
  expect(() => augmentImage(gradient, 0, options as AugmentOptions)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', where: 'augmentImage', expected, received }),
  );
});
