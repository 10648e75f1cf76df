import { adam, adamW, type Optimizer, sgd } from '@polyhead/training';

const factories: Readonly<Record<string, (settings: Record<string, never>) => Optimizer>> = { adam, adamW, sgd };

/** The optimizer with these settings; undefined where it is not one of ours. */
export function createOptimizer(settings: Optimizer['settings']): Optimizer | undefined {
  const { name, ...rest } = settings;
  try {
    return factories[String(name)]?.(rest as Record<string, never>);
  } catch {
    // one of polyhead's with settings that it does not know
    return undefined;
  }
}

/** Whether an optimizer can be made again from its settings. */
export function isSerializable({ settings, start }: Optimizer): boolean {
  const again = createOptimizer(settings);
  return (
    again !== undefined &&
    JSON.stringify(again.settings) === JSON.stringify(settings) &&
    again.start.toString() === start.toString()
  );
}
