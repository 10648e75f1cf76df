import { formatValue, assertObject, type LossName, invalidArgument } from '@polyhead/core';
import { binaryCrossentropy, binaryFocalCrossentropy } from './binary-losses';
import { categoricalCrossentropy, categoricalFocalCrossentropy } from './categorical-losses';
import type { Loss, LossTask } from './loss';
import { huber, meanAbsoluteError, meanSquaredError } from './regression-losses';

const losses: Readonly<Record<LossName, (task: LossTask) => Loss>> = {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  huber,
  meanAbsoluteError,
  meanSquaredError,
};

/**
 * Returns the loss of a task in two forms, as tensors and as a number, with the formulas of Keras 3.
 *
 * Logits are used only if the loss belongs to the activation of the task: sigmoid for the binary losses, softmax for
 * the categorical ones.
 *
 * @param task - Task, or its activation, loss, options of the loss, and units.
 * @returns The loss: `tensor` for gradients, `value` in float64 for reports.
 * @throws {PolyheadError} INVALID_ARGUMENT if `task` is not a task or its loss is not known.
 *
 * @example
 * ```ts
 * import { regression } from '@polyhead/core';
 * import { getLoss } from '@polyhead/training';
 * getLoss(regression()).value([0.5], [0.75], 0); // 0.0625
 * ```
 */
export function getLoss(task: LossTask): Loss {
  assertObject('getLoss', task, {
    what: 'a task',
    requiredKeys: ['loss', 'lossOptions', 'units'],
    example: 'regression()',
  });
  if (!Object.hasOwn(losses, task.loss))
    throw invalidArgument(
      'getLoss',
      `expected "loss" of a task to be one of ${Object.keys(losses).join(', ')}`,
      formatValue(task.loss),
    );
  const { tensor, value } = losses[task.loss](task);
  const takesLogits =
    (task.activation === 'sigmoid' && task.loss.startsWith('binary')) ||
    (task.activation === 'softmax' && task.loss.startsWith('categorical'));
  return { value, tensor: (target, output, logits) => tensor(target, output, takesLogits ? logits : undefined) };
}
