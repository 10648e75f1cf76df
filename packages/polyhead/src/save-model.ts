import { describeNetwork, type Network } from '@polyhead/model';
import { saveModel as saveFiles, type SaveModelOptions } from '@polyhead/model/node';
import { modelCard } from '@polyhead/report';
import type { TaskMap } from '@polyhead/tasks';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Saves a network into a folder: `model.json` and `weights.bin`, which stock tfjs loads too, `tasks.json` with tasks, picture shape and SHA-256 sums, and a model card as `README.md`.
 *
 * Without `readme`, a card that is there already stays, and a new one says what the network alone tells; {@link modelCard} writes a full one from a run's split, history and result.
 * A model that is there already is replaced as a whole. Throws where the folder holds other things, or a weight is not finite.
 *
 * @example
 * ```ts
 * import { buildFaceNet, faceTasks, saveModel } from 'polyhead';
 * await saveModel(buildFaceNet({ tasks: faceTasks() }), 'runs/faces/model');
 * ```
 */
export async function saveModel<Tasks extends TaskMap>(network: Network<Tasks>, folder: string, options: SaveModelOptions = {}): Promise<void> {
  const hasCard = options.readme !== undefined || existsSync(join(folder, 'README.md'));
  await saveFiles(network, folder, hasCard ? options : { readme: cardOf(network) });
}

/** The model card of a network of which nothing else is known. */
export function cardOf<Tasks extends TaskMap>(network: Network<Tasks>): string {
  return modelCard({ network: describeNetwork(network) }).toMarkdown();
}
