import * as tf from '@tensorflow/tfjs-core';
import type { BatchNormalizationLayer } from './batch-normalization';
import type { Layer, LayerForward } from './layer-call';

/**
 * Batch normalization that is not trainable, as in Keras: training normalizes with the moving averages, as predictions
 * do, and neither they nor gamma and beta change.
 * The gradient of tfjs' operation computes those of the four of them too; this one is a product.
 */
export function frozenNormalizationCall(layer: Layer): LayerForward {
  const norm = layer as unknown as BatchNormalizationLayer;
  return (x) => {
    const axis = (norm.axis + x.rank) % x.rank;
    const along = x.shape.map((size, index) => (index === axis ? size : 1)); // to broadcast one number a channel
    return tf.customGrad((input, save) => {
      const [gamma, beta] = [norm.gamma?.read(), norm.beta?.read()];
      const spread = tf.rsqrt(tf.add(norm.movingVariance.read(), norm.epsilon));
      const scale = tf.reshape(gamma === undefined ? spread : tf.mul(spread, gamma), along);
      (save as tf.GradSaveFunc)([scale]);
      const value =
        axis === x.rank - 1 && x.rank <= 4
          ? tf.batchNorm(
              input as tf.Tensor,
              norm.movingMean.read(),
              norm.movingVariance.read(),
              beta,
              gamma,
              norm.epsilon,
            )
          : normalized(input as tf.Tensor, norm.movingMean.read(), scale, beta, along);
      return { value, gradFunc: (dy, [saved]: tf.Tensor[]) => tf.mul(dy, saved as tf.Tensor) };
    })(x);
  };
}

function normalized(
  x: tf.Tensor,
  mean: tf.Tensor,
  scale: tf.Tensor,
  beta: tf.Tensor | undefined,
  along: number[],
): tf.Tensor {
  const scaled = tf.mul(tf.sub(x, tf.reshape(mean, along)), scale);
  return beta === undefined ? scaled : tf.add(scaled, tf.reshape(beta, along));
}
