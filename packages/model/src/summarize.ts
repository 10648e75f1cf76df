import type { LayersModel } from '@tensorflow/tfjs-layers';

export function summarize(model: LayersModel): string {
  const lines: string[] = [];
  model.summary(undefined, undefined, (line) => lines.push(String(line)));
  return lines.join('\n');
}
