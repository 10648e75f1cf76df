"""Writes networks.json: what Keras makes of the networks of this package.

Made with Python 3.11, keras 3.15.1, tensorflow-cpu 2.21.0:
    pip install keras==3.15.1 tensorflow-cpu==2.21.0 && python make-networks.py

Weights and images come from a formula (`uniform`) that keras-networks.ts repeats, so that only outputs are stored.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["COLUMNS"] = "120"  # wide enough for the summary not to be narrowed

import keras
import numpy as np
from keras import layers as L
from keras.src.applications.convnext import LayerScale  # not public, but what keras.applications.ConvNeXt is made of

TASKS = [("age", 1, "linear"), ("race", 5, "softmax"), ("gender", 2, "sigmoid")]


def uniform(name, count):
    """Numbers from 0 to 1 that depend on a name and a position."""
    state = 0x811C9DC5
    for character in name:
        state = ((state ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + state) & 0xFFFFFFFF
    x = ((x ^ (x >> 15)) * 2246822519) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 3266489917) & 0xFFFFFFFF
    return (x ^ (x >> 16)).astype(np.float64) / 2**32


def weight(name, shape):
    u = uniform(name, int(np.prod(shape)))
    kind = name.split("/")[1]
    if kind in ("gamma", "moving_variance"):
        values = 0.5 + u
    elif kind in ("kernel", "pointwise_kernel"):
        values = (2 * u - 1) * np.sqrt(3 / np.prod(shape[:-1]))
    elif kind == "depthwise_kernel":
        values = (2 * u - 1) * np.sqrt(3 / np.prod(shape[:2]))
    else:
        values = u - 0.5
    return values.astype(np.float32).reshape(shape)


class Builder:
    """Layers named as polyhead names them: <scope>_<kind>, then <scope>_<kind>_1 and so on."""

    def __init__(self, scope, used):
        self.scope, self.used = scope, used

    def name(self, kind):
        first = name = f"{self.scope}_{kind}"
        number = 1
        while name in self.used:
            name = f"{first}_{number}"
            number += 1
        self.used.add(name)
        return name

    def conv(self, x, filters, size=3, strides=1, bias=True):
        return L.Conv2D(filters, size, strides=strides, padding="same", use_bias=bias, name=self.name("conv2d"))(x)

    def act(self, x, kind="relu"):
        return L.Activation(kind, name=self.name("activation"))(x)

    def norm(self, x):
        return L.BatchNormalization(name=self.name("batch_normalization"))(x)

    def dense(self, x, units):
        return L.Dense(units, name=self.name("dense"))(x)

    def mean(self, x):
        return L.GlobalAveragePooling2D(name=self.name("global_average_pooling2d"))(x)

    def conv_block(self, x, filters, pool=2, dropout=0.0, separable=False):
        if separable:
            x = L.SeparableConv2D(filters, 3, padding="same", name=self.name("separable_conv2d"))(x)
        else:
            x = self.conv(x, filters)
        x = self.norm(self.act(x))
        if pool > 1:
            x = L.MaxPooling2D(pool, name=self.name("max_pooling2d"))(x)
        return L.Dropout(dropout, name=self.name("dropout"))(x) if dropout > 0 else x

    def dense_block(self, x, units, dropout=0.0):
        x = self.norm(self.act(self.dense(x, units)))
        return L.Dropout(dropout, name=self.name("dropout"))(x) if dropout > 0 else x

    def stem(self, x, filters, size=7):
        x = self.act(self.norm(self.conv(x, filters, size, 2, bias=False)))
        return L.MaxPooling2D(3, 2, padding="same", name=self.name("max_pooling2d"))(x)

    def squeeze_excite(self, x, ratio):
        channels = x.shape[-1]
        y = self.act(self.dense(self.mean(x), max(1, channels // ratio)))
        y = self.act(self.dense(y, channels), "sigmoid")
        y = L.Reshape((1, 1, channels), name=self.name("reshape"))(y)
        return L.Multiply(name=self.name("multiply"))([x, y])

    def residual(self, x, filters, strides=1, ratio=0):
        y = self.act(self.norm(self.conv(x, filters, 3, strides, bias=False)))
        y = self.norm(self.conv(y, filters, 3, 1, bias=False))
        if ratio > 0:
            y = self.squeeze_excite(y, ratio)
        if strides > 1 or x.shape[-1] != filters:
            x = self.norm(self.conv(x, filters, 1, strides, bias=False))
        return self.act(L.Add(name=self.name("add"))([y, x]))

    def depth(self, x, rate):
        # as in keras.applications.EfficientNet
        return L.Dropout(rate, noise_shape=(None, 1, 1, 1), name=self.name("stochastic_depth"))(x)

    def scaled_residual(self, x, filters, rate, ratio):
        y = self.act(self.norm(self.conv(x, filters, 3, 1, bias=False)))
        y = self.squeeze_excite(self.norm(self.conv(y, filters, 3, 1, bias=False)), ratio)
        return self.act(L.Add(name=self.name("add"))([self.depth(y, rate), x]))

    def layer_scale(self, x, value):
        return LayerScale(value, x.shape[-1], name=self.name("layer_scale"))(x)

    def output(self, x, units, activation):
        return L.Activation(activation, name=f"{self.scope}_output")(self.dense(x, units))


def face_net(size, tasks=TASKS):
    """The article's network."""
    image, used, outputs = keras.Input((size, size, 3), name="image"), set(), []
    for task, units, activation in tasks:
        b = Builder(task, used)
        x = b.conv_block(image, 16, 3, 0.25)
        x = b.conv_block(x, 32, 2, 0.25)
        x = b.conv_block(x, 32, 2, 0.25)
        x = L.Flatten(name=b.name("flatten"))(x)
        outputs.append(b.output(b.dense_block(x, 128, 0.5), units, activation))
    return keras.Model(image, outputs, name="face_net")


def every_block(size):
    """A shared trunk of every other block, and branches of different lengths."""
    image, used = keras.Input((size, size, 3), name="image"), set()
    t = Builder("trunk", used)
    x = t.residual(t.residual(t.stem(image, 8), 8), 12, 2, 4)
    x = t.squeeze_excite(t.conv_block(x, 16, 1, separable=True), 8)
    age, race = Builder("age", used), Builder("race", used)
    y = age.dense_block(age.mean(x), 6)
    z = race.mean(race.conv_block(image, 4))
    return keras.Model(image, [age.output(y, 1, "linear"), race.output(z, 5, "softmax")], name="every_block")


def scaled(size):
    """Stochastic depth and layer scale."""
    image = keras.Input((size, size, 3), name="image")
    b = Builder("age", set())
    x = b.scaled_residual(b.stem(image, 8), 8, 0.2, 4)
    x = b.mean(b.depth(b.layer_scale(x, 0.1), 0.5))
    return keras.Model(image, b.output(x, 1, "linear"), name="scaled")


def weights_of(layer):
    if isinstance(layer, LayerScale):  # polyhead's is a depthwise convolution
        return [weight(f"{layer.name}/depthwise_kernel", (1, 1, layer.projection_dim, 1)).reshape(-1)]
    return [weight(f"{layer.name}/{w.name}", w.shape) for w in layer.weights]


def outputs(model, images, size):
    for layer in model.layers:
        layer.set_weights(weights_of(layer))
    noise = uniform("image", images * size * size * 3).reshape(images, size, size, 3)
    bright = np.arange(1, images + 1).reshape(-1, 1, 1, 1) / images  # the last image is the brightest
    predicted = model.predict((np.floor(noise * 256 * bright) / 255).astype(np.float32), verbose=0)
    predicted = predicted if isinstance(predicted, list) else [predicted]
    return [output.astype(float).tolist() for output in predicted]


def summary(model):
    text = []
    model.summary(print_fn=lambda line, line_break=False: text.append(line))
    return "".join(text).rstrip("\n")


def kept_factors(rate, images):
    """What Keras multiplies images by in training: each number that occurs, ascending."""
    layer = L.Dropout(rate, noise_shape=(None, 1, 1, 1), seed=1)
    made = np.array(layer(np.ones((images, 3, 3, 2), np.float32), training=True)).reshape(images, -1)
    assert (made == made[:, :1]).all()
    return sorted({float(value) for value in made[:, 0]})


golden = {
    "faceNet": {"imageSize": 26, "images": 3, "outputs": outputs(face_net(26), 3, 26)},
    "everyBlock": {"imageSize": 37, "images": 3, "outputs": outputs(every_block(37), 3, 37)},
    "scaled": {"imageSize": 21, "images": 3, "outputs": outputs(scaled(21), 3, 21)},
    "stochasticDepth": {
        "config": {name: value for name, value in scaled(21).get_layer("age_stochastic_depth").get_config().items() if name in ("rate", "noise_shape")},
        "factors": {str(rate): kept_factors(rate, 200) for rate in (0.1, 0.25, 0.5)},
    },
    "summaries": {"faceNet": summary(face_net(198)), "everyBlock": summary(every_block(64)), "chain": summary(face_net(48, TASKS[:1]))},
}
Path(__file__).with_name("networks.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")
