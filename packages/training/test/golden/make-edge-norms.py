"""Three steps of Keras 3 with a frozen batch normalization, and with one that sees one value per channel. Writes
edge-norms.json.

Python 3.11, keras==3.15.1, tensorflow-cpu==2.21.0.  TF_ENABLE_ONEDNN_OPTS=0 python make-edge-norms.py
"""
import json
import pathlib

import keras
import numpy as np

layers = keras.layers


def flat(arrays):
    return [[float(str(value)) for value in array.reshape(-1)] for array in arrays]  # shortest digits of a float32


def images(step, batch, side):
    indices = np.arange(step * batch, (step + 1) * batch)
    pixels = (indices[:, None] * 89 + np.arange(side * side * 2) * 37) % 256
    return pixels.reshape(batch, side, side, 2).astype(np.float32) / 255, ((indices % 7) / 4).astype(np.float32)[:, None]


def trained(side, batch, trainable):
    keras.utils.set_random_seed(5)
    inputs = keras.Input((side, side, 2))
    x = layers.Conv2D(3, 1, name="conv2d")(inputs)
    norm = layers.BatchNormalization(name="norm", trainable=trainable)
    x = layers.Flatten()(norm(x))
    model = keras.Model(inputs, layers.Activation("linear", name="size_output")(layers.Dense(1, name="dense")(x)))
    for position, weight in enumerate(norm.weights):
        weight.assign(np.array([0.5, 1.5, 0.75], np.float32) + position / 4)
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    start, losses = flat(weight.numpy() for weight in model.weights), []
    for step in range(3):
        losses.append(float(model.train_on_batch(*images(step, batch, side))))
        model.reset_metrics()
    names = [weight.path for weight in model.weights]
    return {"side": side, "batch": batch, "trainable": trainable, "names": names, "start": start, "losses": losses, "after": flat(weight.numpy() for weight in model.weights)}


result = {
    "a frozen batch normalization": trained(4, 5, False),
    "a batch normalization over one value per channel": trained(1, 1, True),
    "a frozen batch normalization over one value per channel": trained(1, 1, False),
}
pathlib.Path(__file__).with_name("edge-norms.json").write_text(json.dumps(result) + "\n")
