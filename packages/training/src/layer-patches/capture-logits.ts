import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

interface Activated {
  activation?: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
}

/** Runs `run`; `logitsOf` then returns the input of the last layer's sigmoid or softmax, by output. */
export type LogitsCapture = <T>(run: (logitsOf: (output: number) => tf.Tensor2D | undefined) => T) => T;

/**
 * Listens at the output layers of a model while a synchronous function runs: losses from logits lose nothing where a
 * sigmoid or softmax saturates.
 */
export function captureLogits(model: LayersModel): LogitsCapture {
  return (run) => {
    const seen = new Map<number, tf.Tensor>();
    const restores = model.outputs.map(({ sourceLayer }, output) =>
      listen(sourceLayer as unknown as Activated, (logits) => void seen.set(output, logits)),
    );
    try {
      return run((output) => seen.get(output) as tf.Tensor2D | undefined);
    } finally {
      for (const restore of restores.reverse()) restore();
      seen.forEach((logits) => logits.dispose());
    }
  };
}

/** Passes the input of a sigmoid or softmax on; the returned function puts the layer back. */
function listen(layer: Activated, note: (logits: tf.Tensor) => void): () => void {
  const { activation } = layer;
  if (activation === undefined || !['sigmoid', 'softmax'].includes(activation.getClassName())) return () => undefined;
  layer.activation = {
    getClassName: () => activation.getClassName(),
    apply: (x) => {
      note(tf.keep(x)); // a dense layer would free it when it is done
      return activation.apply(x);
    },
  };
  return () => void (layer.activation = activation);
}
