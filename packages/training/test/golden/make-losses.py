"""Losses of Keras 3 for random, saturated and soft targets. Writes losses.json beside itself.

Python 3.11, keras==3.15.1, tensorflow-cpu==2.21.0, numpy==2.4.6.  TF_ENABLE_ONEDNN_OPTS=0 python make-losses.py
"""
import json
import pathlib

import keras
import numpy as np
import tensorflow as tf

random = np.random.default_rng(7)
losses = keras.losses


def rounded(array):
    # shortest digits of a float32
    return [float(str(value)) for value in np.asarray(array, dtype=np.float32).reshape(-1)]


def case(name, options, activation, compute, target, logits):
    """Loss of each image and gradient of their mean by the logits, from logits where Keras would find them."""
    logits = tf.Variable(logits, dtype=tf.float32)
    target = tf.constant(target, dtype=tf.float32)
    with tf.GradientTape() as tape:
        value = compute(target, logits)
        mean = tf.reduce_mean(value)
    output = {"sigmoid": tf.sigmoid, "softmax": tf.nn.softmax, "linear": tf.identity}[activation](logits)
    return {
        "loss": name,
        "options": options,
        "activation": activation,
        "units": int(target.shape[1]),
        "target": rounded(target),
        "logits": rounded(logits),
        "output": rounded(output),
        "values": rounded(value),
        "gradient": rounded(tape.gradient(mean, logits)),
    }


cases = []
for units in (1, 3):
    numbers = random.normal(size=(6, units)).astype(np.float32)
    guesses = (numbers + random.normal(size=(6, units)) * 2).astype(np.float32)
    cases.append(case("meanSquaredError", {}, "linear", losses.mean_squared_error, numbers, guesses))
    cases.append(case("meanAbsoluteError", {}, "linear", losses.mean_absolute_error, numbers, guesses))
    for delta in (1.0, 0.25):
        cases.append(case("huber", {"delta": delta}, "linear", lambda y, x, d=delta: losses.huber(y, x, delta=d), numbers, guesses))

for units in (1, 4):
    yes = (random.random((6, units)) > 0.5).astype(np.float32)
    soft = random.random((6, units)).astype(np.float32)
    for target in (yes, soft):
        logits = (random.normal(size=(6, units)) * 2).astype(np.float32)
        for smoothing in (0.0, 0.1):
            options = {"labelSmoothing": smoothing}
            cases.append(case("binaryCrossentropy", options, "sigmoid", lambda y, x, s=smoothing: losses.binary_crossentropy(y, x, from_logits=True, label_smoothing=s), target, logits))
            for gamma in (0.0, 1.0, 2.0, 3.5):
                options = {"labelSmoothing": smoothing, "gamma": gamma}
                focal = lambda y, x, s=smoothing, g=gamma: losses.binary_focal_crossentropy(y, x, from_logits=True, label_smoothing=s, gamma=g)
                cases.append(case("binaryFocalCrossentropy", options, "sigmoid", focal, target, logits))

one_hot = np.eye(5, dtype=np.float32)[random.integers(0, 5, 6)]
soft = random.random((6, 5)).astype(np.float32)
soft /= soft.sum(axis=1, keepdims=True)
for target in (one_hot, soft):
    logits = (random.normal(size=(6, 5)) * 2).astype(np.float32)
    for smoothing in (0.0, 0.2):
        options = {"labelSmoothing": smoothing}
        cases.append(case("categoricalCrossentropy", options, "softmax", lambda y, x, s=smoothing: losses.categorical_crossentropy(y, x, from_logits=True, label_smoothing=s), target, logits))
        for gamma in (0.0, 1.0, 2.0, 3.5):
            options = {"labelSmoothing": smoothing, "gamma": gamma}
            focal = lambda y, x, s=smoothing, g=gamma: losses.categorical_focal_crossentropy(y, x, from_logits=True, label_smoothing=s, gamma=g)
            cases.append(case("categoricalFocalCrossentropy", options, "softmax", focal, target, logits))

# Saturated: what Keras computes from logits stays finite and keeps its gradient.
extreme = np.array([[40.0], [-40.0], [90.0], [-90.0], [0.0]], dtype=np.float32)
for target in (np.zeros((5, 1)), np.ones((5, 1))):
    cases.append(case("binaryCrossentropy", {}, "sigmoid", lambda y, x: losses.binary_crossentropy(y, x, from_logits=True), target, extreme))
extreme = np.array([[60.0, 0.0, -60.0], [0.0, 60.0, 0.0], [-80.0, 0.0, 0.0], [0.0, 0.0, 0.0]], dtype=np.float32)
cases.append(case("categoricalCrossentropy", {}, "softmax", lambda y, x: losses.categorical_crossentropy(y, x, from_logits=True), np.eye(3)[[2, 0, 0, 1]], extreme))

# From outputs alone, where the activation does not belong to the loss.
sigmoid = lambda y, x: losses.categorical_crossentropy(y, tf.sigmoid(x), from_logits=False)
cases.append(case("categoricalCrossentropy", {}, "sigmoid", sigmoid, one_hot, logits))
softmax = lambda y, x: losses.binary_crossentropy(y, tf.nn.softmax(x), from_logits=False)
cases.append(case("binaryCrossentropy", {}, "softmax", softmax, one_hot, logits))

target = pathlib.Path(__file__).with_name("losses.json")
target.write_text(json.dumps({"keras": keras.__version__, "cases": cases}) + "\n")
