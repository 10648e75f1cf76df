import { type BlockContext, type Layer, ImageTooSmallError } from '../blocks/block';
import { PolyheadError } from '@polyhead/core';

/** Everything that one model's blocks share: names in use, and the layers made so far. */
export interface BuildContext {
  /** Layers made, to be freed where assembling fails. */
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

/** FNV-1a over the text, stirred as in MurmurHash3 so that near names are far apart; never 0, which means "no seed" to some tfjs initializers. */
function layerSeed(seed: number, layerName: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${layerName}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) % 0x7fffffff) + 1;
}
