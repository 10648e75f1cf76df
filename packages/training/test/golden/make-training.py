"""A small two-output CNN with batch normalization, trained by Keras 3 for 25 steps. Writes training.json beside itself.

Python 3.11, keras==3.15.1, tensorflow-cpu==2.21.0, numpy==2.4.6.  TF_ENABLE_ONEDNN_OPTS=0 python make-training.py
"""
import json
import pathlib

import keras
import numpy as np

STEPS, SIZE, BATCH = 25, 10, 6
keras.utils.set_random_seed(3)
layers = keras.layers


def image(index):
    """Stripes and a ramp; pixels 0 to 255."""
    y, x, c = np.meshgrid(np.arange(SIZE), np.arange(SIZE), np.arange(3), indexing="ij")
    return ((x * (3 + index % 5) * 9 + y * (index % 7) * 5 + c * 40 + index * 13) % 256).astype(np.uint8)


def labels(index):
    return (index % 11) / 10, index % 3


inputs = keras.Input((SIZE, SIZE, 3))
x = layers.Conv2D(4, 3, padding="same", name="conv2d")(inputs)
x = layers.Activation("relu")(x)
x = layers.BatchNormalization(name="norm")(x)
x = layers.MaxPooling2D(2)(x)
x = layers.Flatten()(x)
x = layers.Dense(6, name="dense")(x)
x = layers.Activation("tanh")(x)  # a ReLU that is always on would leave only noise as gradient before a normalization
x = layers.BatchNormalization(name="norm_2", momentum=0.9, epsilon=1e-5)(x)
age = layers.Activation("linear", name="age_output")(layers.Dense(1, name="age_dense")(x))
race = layers.Activation("softmax", name="race_output")(layers.Dense(3, name="race_dense")(x))
model = keras.Model(inputs, [age, race])
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.002),
    loss={"age_output": "mse", "race_output": "categorical_crossentropy"},
    loss_weights={"age_output": 4.0, "race_output": 1.5},
)


def flat(arrays):
    return [[float(str(value)) for value in array.reshape(-1)] for array in arrays]  # shortest digits of a float32


def weights():
    return flat(model.get_weights())


def batch(step):
    indices = [step * BATCH + position for position in range(BATCH)]
    images = np.stack([image(index) for index in indices]).astype(np.float32) / 255.0
    ages, races = zip(*[labels(index) for index in indices])
    return images, [np.array(ages, np.float32)[:, None], np.eye(3, dtype=np.float32)[list(races)]]


result = {"keras": keras.__version__, "names": [weight.path for weight in model.weights], "start": weights(), "losses": [], "after": {}}
for step in range(STEPS):
    images, targets = batch(step)
    logs = model.train_on_batch(images, targets, return_dict=True)
    model.reset_metrics()
    result["losses"].append({"loss": float(logs["loss"]), "age": float(logs["age_output_loss"]), "race": float(logs["race_output_loss"])})
    if step + 1 in (1, 5, STEPS):
        result["after"][str(step + 1)] = weights()
images, targets = batch(STEPS)
outputs = model.predict(images, verbose=0)
result["predicted"] = flat(outputs)
evaluated = model.evaluate(images, targets, verbose=0, return_dict=True)
result["evaluated"] = {"loss": float(evaluated["loss"]), "age": float(evaluated["age_output_loss"]), "race": float(evaluated["race_output_loss"])}
target = pathlib.Path(__file__).with_name("training.json")
target.write_text(json.dumps(result) + "\n")
