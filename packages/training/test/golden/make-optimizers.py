"""Weights after each of 8 steps of Keras 3's optimizers on fixed gradients. Writes optimizers.json beside itself.

Python 3.11, keras==3.15.1, tensorflow-cpu==2.21.0, numpy==2.4.6.  TF_ENABLE_ONEDNN_OPTS=0 python make-optimizers.py
"""
import json
import pathlib

import keras
import numpy as np

STEPS = 8
random = np.random.default_rng(11)
shapes = [(2, 3), (3,), (1, 4)]
start = [random.normal(size=shape).astype(np.float32) for shape in shapes]
gradients = [[(random.normal(size=shape) * scale).astype(np.float32) for shape, scale in zip(shapes, (1.0, 0.01, 5.0))] for _ in range(STEPS)]
gradients[3] = [np.zeros_like(gradient) for gradient in gradients[3]]
rates = [0.01, 0.01, 0.02, 0.02, 0.005, 0.005, 0.1, 0.001]


def flat(arrays):
    return [[float(str(value)) for value in array.reshape(-1)] for array in arrays]  # shortest digits of a float32


def run(name, options, optimizer):
    variables = [keras.Variable(value, name=f"weight_{index}") for index, value in enumerate(start)]
    after = []
    for rate, step in zip(rates, gradients):
        optimizer.learning_rate.assign(rate)
        optimizer.apply(step, variables)
        after.append(flat([np.asarray(variable) for variable in variables]))
    return {"name": name, "options": options, "after": after}


optimizers = keras.optimizers
cases = [
    run("adam", {}, optimizers.Adam()),
    run("adam", {"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3}, optimizers.Adam(beta_1=0.5, beta_2=0.9, epsilon=1e-3)),
    run("adam", {"clipNorm": 0.5}, optimizers.Adam(clipnorm=0.5)),
    run("adam", {"globalClipNorm": 1.5}, optimizers.Adam(global_clipnorm=1.5)),
    run("adam", {"clipValue": 0.3}, optimizers.Adam(clipvalue=0.3)),
    run("adamW", {}, optimizers.AdamW()),
    run("adamW", {"weightDecay": 0.1}, optimizers.AdamW(weight_decay=0.1)),
    run("sgd", {}, optimizers.SGD()),
    run("sgd", {"momentum": 0.9}, optimizers.SGD(momentum=0.9)),
    run("sgd", {"momentum": 0.9, "nesterov": True}, optimizers.SGD(momentum=0.9, nesterov=True)),
    run("sgd", {"momentum": 0.9, "clipNorm": 1.0}, optimizers.SGD(momentum=0.9, clipnorm=1.0)),
]
target = pathlib.Path(__file__).with_name("optimizers.json")
target.write_text(json.dumps({"keras": keras.__version__, "shapes": shapes, "start": flat(start), "gradients": [flat(step) for step in gradients], "rates": rates, "cases": cases}) + "\n")
