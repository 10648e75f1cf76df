import { type BlockContext, type Layer, ImageTooSmallError } from '../blocks/block';
import { PolyheadError } from '@polyhead/core';

/** State that all blocks of one model share: names in use, and the layers created so far. */
export interface BuildContext {
  /** Layers created, to be disposed of if building fails. */
  readonly layers: Set<Layer>;
  /** The context of a branch or the trunk. */
  context(scope: string): BlockContext;
}

export function createContext(seed: number, reservedNames: readonly string[]): BuildContext {
  const names = new Set(reservedNames);
  const layers = new Set<Layer>();
  const context = (scope: string): BlockContext => ({
    scope,
    name: (kind) => uniqueName(`${scope}_${kind}`, names),
    seed: (layerName) => layerSeed(seed, layerName),
    apply: (layer, input) => {
      const output = layer.apply(input);
      layers.add(layer);
      if (Array.isArray(output) || !('sourceLayer' in output))
        throw new PolyheadError(
          'INVALID_NETWORK',
          `apply: expected layer "${layer.name}" to have one symbolic output. Use layers with one output in blocks.`,
          { where: 'apply', hint: 'Use layers with one output in blocks.' },
        );
      if (output.shape.some((side) => side !== null && !(side >= 1))) throw new ImageTooSmallError(layer.name);
      return output;
    },
  });
  return { layers, context };
}

function uniqueName(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let number = 1; names.has(name); number++) name = `${wanted}_${number}`;
  names.add(name);
  return name;
}

/**
 * FNV-1a over the text with the final mix of MurmurHash3, so that similar names get unrelated seeds; never 0, which
 * means "no seed" to some tfjs initializers.
 */
function layerSeed(seed: number, layerName: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${layerName}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) % 0x7fffffff) + 1;
}
