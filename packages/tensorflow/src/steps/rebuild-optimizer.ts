import { PolyheadError } from '@polyhead/core';
import { adam, adamW, type Optimizer, sgd } from '@polyhead/training';

const factories: Readonly<Record<string, (settings: Record<string, never>) => Optimizer>> = { adam, adamW, sgd };

/** Creates a built-in optimizer again from its settings. */
export function rebuildOptimizer({ name, ...settings }: Optimizer['settings']): Optimizer {
  const factory = factories[String(name)];
  if (factory === undefined)
    throw new PolyheadError('INTERNAL', `train: no built-in optimizer is named "${String(name)}".`);
  return factory(settings as Record<string, never>);
}
