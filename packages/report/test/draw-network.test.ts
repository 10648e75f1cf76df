import { drawNetwork, type NetworkGraph } from '@polyhead/report';
import fc from 'fast-check';
import { madeUpNetwork } from './fixtures';
import { readMarkup } from './read-markup';

/** Left edge and top of the box of every layer, by name. */
function boxes(svg: string): Record<string, [x: number, y: number]> {
  return Object.fromEntries(
    [...svg.matchAll(/<title>([^:]*):[^<]*<\/title><rect x="([\d.]+)" y="([\d.]+)"/g)].map(([, name = '', x, y]) => [
      name,
      [Number(x), Number(y)],
    ]),
  );
}

describe('drawNetwork', () => {
  test('puts branches side by side below what they share', () => {
    const {
      input,
      race_conv: race,
      age_conv: age,
      age_out: out,
    } = boxes(drawNetwork(madeUpNetwork)) as Record<string, [number, number]>;
    expect(race![1]).toBe(age![1]);
    expect(race![0]).toBeLessThan(age![0]);
    expect(input![0]).toBe((race![0] + age![0]) / 2);
    expect(input![1]).toBeLessThan(race![1]);
    expect(out).toEqual([age![0], expect.any(Number)]);
  });

  test('shows class, shape and weights of every layer', () => {
    const { text } = readMarkup(drawNetwork(madeUpNetwork));
    for (const words of [
      'race_conv: Conv2D, output 64 × 64 × 16, 448 weights',
      'Dense 85',
      '64 × 64 × 3',
      'race',
      'age',
    ])
      expect(text).toContain(words);
  });

  test('never draws two layers in one place, or one above a layer that feeds it', () => {
    const layer = fc.record({
      branch: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
      inbound: fc.array(fc.nat(20), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 20 }), (drawn) => {
        const layers = drawn.map(({ branch, inbound }, index) => ({
          name: `l${index}`,
          className: 'Dense',
          outputShape: [null, 1],
          parameters: 1,
          branch,
          inbound: index === 0 ? [] : inbound.map((from) => `l${from % index}`),
        }));
        const places = boxes(drawNetwork({ layers }));
        expect(new Set(Object.values(places).map(String)).size).toBe(layers.length);
        for (const { name, inbound } of layers)
          for (const from of inbound) expect(places[from]![1]).toBeLessThan(places[name]![1]);
      }),
    );
  });

  describe('of a deep stack', () => {
    const stack = Array.from({ length: 61 }, (_, index) => ({
      name: `s${index}`,
      className: 'Dense',
      outputShape: [null, 1],
      parameters: 1,
      inbound: index === 0 ? [] : [`s${index - 1}`, ...(index > 7 && index % 7 === 1 ? [`s${index - 7}`] : [])],
    }));
    const heads = ['age', 'race', 'gender'].map((branch) => ({
      name: branch,
      className: 'Dense',
      outputShape: [null, 1],
      parameters: 1,
      inbound: ['s60'],
      branch,
    }));
    const sizeOf = (svg: string): number[] =>
      ['width', 'height'].map((side) => Number(svg.match(new RegExp(`<svg [^>]* ${side}="([\\d.]+)"`))?.[1]));

    test.each([
      ['several branches', heads],
      ['one branch', heads.slice(0, 1)],
      ['nothing', []],
    ])('goes on in the next column, with %s below', (_, below) => {
      const svg = drawNetwork({ layers: [...stack, ...below] });
      const places = boxes(svg);
      const columns = [...new Set(stack.map(({ name }) => places[name]![0]))];
      expect(columns).toHaveLength(3);
      expect(columns).toEqual([...columns].sort((a, b) => a - b));
      expect(new Set(Object.values(places).map(String)).size).toBe(stack.length + below.length);
      for (const { name } of below)
        expect(places[name]![1]).toBeGreaterThan(Math.max(...stack.map((layer) => places[layer.name]![1])) + 40);
      const [width, height] = sizeOf(svg);
      expect(height! / width!).toBeLessThan(1.3);
    });

    test('of one branch alone has its name at the top', () => {
      const svg = drawNetwork({ layers: stack.map((layer) => ({ ...layer, branch: 'age' })) });
      expect(svg).toMatch(/<text x="106" y="14"[^>]*>age</);
      expect(new Set(Object.values(boxes(svg)).map(([x]) => x)).size).toBe(3);
    });

    test('has lines that stay in the drawing, and pass beside the layers between columns', () => {
      const svg = drawNetwork({ layers: [...stack, ...heads] });
      const [width] = sizeOf(svg);
      const edges = Object.values(boxes(svg)).map(([x]) => x);
      for (const [, x] of [...svg.matchAll(/<path d="[^"]*?H([\d.]+)V[^"]*H/g)].map(([, at]) => [0, Number(at)])) {
        expect(x).toBeLessThan(width!);
        expect(edges.filter((left) => x! >= left && x! <= left + 196)).toEqual([]);
      }
    });
  });

  test('shows hostile names as words', () => {
    const name = '"><script>alert(1)</script>';
    const network: NetworkGraph = {
      name,
      layers: [{ name, className: name, outputShape: [null, 1], parameters: 0, inbound: [name], branch: name }],
    };
    const { elements, errors } = readMarkup(drawNetwork(network, { scheme: false }));
    expect(errors).toEqual([]);
    expect(elements).not.toContain('script');
  });

  test('rejects a network without layers', () => {
    expect(() => drawNetwork({ layers: [] })).toThrow('drawNetwork: expected at least one layer, got none.');
  });
});
