"""What Keras 3 makes of 200 training steps with batch normalization and dropout, the masks being the ones that our
dropout draws.

Writes batch-norm.json. Made with Python 3.11, tensorflow-cpu 2.21.0, keras 3.15.1, oneDNN off.
"""
import json
import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

SEED, STEPS, BATCH, RATE, LABELS = 7, 200, 16, 0.001, 3
MASK = 2**32 - 1


def mix(bits):
    bits &= MASK
    bits ^= bits >> 16
    bits = bits * 0x21F0AAAD & MASK
    bits ^= bits >> 15
    bits = bits * 0xD35A2D97 & MASK
    return bits ^ bits >> 15


def layer_seed(index):
    seed = mix(SEED ^ mix(index))
    return seed - 2**32 if seed >= 2**31 else seed  # as int32


step = tf.Variable(0, dtype=tf.int32)


class Drop(keras.layers.Layer):
    """Dropout by bytes of a stateless generator keyed by layer and step."""

    def __init__(self, rate, index, **settings):
        super().__init__(**settings)
        self.rate, self.layer_seed = rate, layer_seed(index)

    def call(self, x, training=False):
        if not training:
            return x
        rows, columns = x.shape[0], int(np.prod(x.shape[1:]))
        words = -(-columns // 4)
        bits = tf.raw_ops.StatelessRandomUniformFullInt(shape=[rows, words], seed=tf.stack([self.layer_seed, step]), dtype=tf.int32)
        parts = tf.reshape(tf.bitcast(bits, tf.uint8), [rows, words * 4])[:, :columns]
        kept = tf.cast(tf.reshape(parts, x.shape) >= round(self.rate * 256), tf.float32)
        return x / (1 - self.rate) * kept


def share(index):
    return ((index * 7919 + 104729) % 97) / 97


def image(index):
    return np.minimum(255, share(index) * 200 + (np.arange(36) * 31 + index * 17) % 50).astype(np.uint8).reshape(6, 6, 1)


def batch(start):
    indices = range(start, start + BATCH)
    images = np.stack([image(index) for index in indices]).astype(np.float32) / 255
    ages = np.array([[round(share(index) * 40) / 40] for index in indices], np.float32)
    kinds = np.eye(LABELS, dtype=np.float32)[[int(share(index) * LABELS) for index in indices]]
    return images, ages, kinds


keras.utils.set_random_seed(SEED)
image = keras.Input((6, 6, 1), batch_size=BATCH)
x = keras.layers.Conv2D(4, 3, padding="same", bias_initializer=keras.initializers.Constant(0.5))(image)
x = keras.layers.Activation("relu")(x)
x = keras.layers.BatchNormalization()(x)
x = keras.layers.MaxPooling2D(2)(x)
x = Drop(0.25, 5)(x)
x = keras.layers.Flatten()(x)
x = keras.layers.Dense(8, bias_initializer=keras.initializers.Constant(0.5))(x)
x = keras.layers.Activation("relu")(x)
x = keras.layers.BatchNormalization()(x)
x = Drop(0.5, 10)(x)
age = keras.layers.Activation("sigmoid")(keras.layers.Dense(1)(x))
kind = keras.layers.Activation("softmax")(keras.layers.Dense(LABELS)(x))
model = keras.Model(image, [age, kind])
optimizer = keras.optimizers.SGD(RATE, momentum=0.9)
weights = {weight.path: weight.numpy().tolist() for weight in model.weights}


def loss_of(images, ages, kinds, training):
    age_output, kind_output = model(images, training=training)
    return tf.reduce_mean(keras.losses.mean_squared_error(ages, age_output)) + tf.reduce_mean(keras.losses.categorical_crossentropy(kinds, kind_output))


@tf.function
def train(images, ages, kinds):
    with tf.GradientTape() as tape:
        loss = loss_of(images, ages, kinds, True)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    step.assign_add(1)
    return loss


losses = [float(train(*batch(number * BATCH))) for number in range(STEPS)]
evaluation = [float(loss_of(*batch(number * BATCH), False)) for number in range(5)]
moving = {weight.path: weight.numpy().tolist() for weight in model.weights if "moving" in weight.path}
with open(os.path.join(os.path.dirname(__file__), "batch-norm.json"), "w") as file:
    json.dump({"weights": list(weights.values()), "losses": losses, "evaluation": evaluation, "moving": list(moving.values()), "names": list(weights)}, file)
