import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

interface Activated {
  activation?: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
}

/** A listener at the output layers of a model. */
export interface LogitsWatch {
  /** Listens while `run` runs; `logitsOf` then gives what went into the last layer's sigmoid or softmax, by output. */
  during<T>(run: (logitsOf: (output: number) => tf.Tensor2D | undefined) => T): T;
  /** Puts the layers back. */
  restore(): void;
}

/** Listens at the output layers of a model: losses from logits lose nothing where a sigmoid or softmax saturates. */
export function watchLogits(model: LayersModel): LogitsWatch {
  const seen = new Map<number, tf.Tensor>();
  let listening = false;
  const restores = model.outputs.map(({ sourceLayer }, output) => {
    const layer = sourceLayer as unknown as Activated;
    const { activation } = layer;
    if (activation === undefined || !['sigmoid', 'softmax'].includes(activation.getClassName())) return () => undefined;
    const apply = (x: tf.Tensor): tf.Tensor => {
      if (listening) seen.set(output, tf.keep(x)); // a dense layer would free them when it is done
      return activation.apply(x);
    };
    layer.activation = { getClassName: () => activation.getClassName(), apply };
    return () => void (layer.activation = activation);
  });
  return {
    during: (run) => {
      listening = true;
      try {
        return run((output) => seen.get(output) as tf.Tensor2D | undefined);
      } finally {
        listening = false;
        seen.forEach((logits) => logits.dispose());
        seen.clear();
      }
    },
    restore: () => restores.forEach((restore) => restore()),
  };
}
