"""The article's network in Keras 3 on TensorFlow. Takes --batch --size --steps, prints seconds per step as JSON."""
import argparse
import json
import resource
import time

import keras
import numpy as np
import tensorflow as tf

parser = argparse.ArgumentParser()
for name, default in (("batch", 32), ("size", 198), ("steps", 5)):
    parser.add_argument(f"--{name}", type=int, default=default)
job = parser.parse_args()


def conv(x, filters, pool):
    x = keras.layers.Conv2D(filters, 3, padding="same")(x)
    x = keras.layers.Activation("relu")(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.MaxPooling2D(pool)(x)
    return keras.layers.Dropout(0.25)(x)


def branch(x, units, activation):
    for filters, pool in ((16, 3), (32, 2), (32, 2)):
        x = conv(x, filters, pool)
    x = keras.layers.Dense(128)(keras.layers.Flatten()(x))
    x = keras.layers.Activation("relu")(x)
    x = keras.layers.Dropout(0.5)(keras.layers.BatchNormalization()(x))
    return keras.layers.Activation(activation)(keras.layers.Dense(units)(x))


image = keras.Input((job.size, job.size, 3), dtype="uint8")
x = keras.layers.Rescaling(1 / 255)(image)
model = keras.Model(image, [branch(x, 1, "linear"), branch(x, 5, "softmax"), branch(x, 2, "sigmoid")])
model.compile(keras.optimizers.Adam(1e-4), loss=["mse", "categorical_crossentropy", "binary_crossentropy"], loss_weights=[4, 1.5, 0.1])
random = np.random.default_rng(1)
images = random.integers(0, 256, (job.batch, job.size, job.size, 3), np.uint8)
targets = [np.linspace(0, 1, job.batch, dtype=np.float32)[:, None], np.eye(5, dtype=np.float32)[np.arange(job.batch) % 5], np.eye(2, dtype=np.float32)[np.arange(job.batch) % 2]]


def timed(work):
    seconds, cpu = [], []
    for index in range(job.steps + 2):
        start, busy = time.perf_counter(), time.process_time()
        work()
        if index >= 2:
            seconds.append(time.perf_counter() - start)
            cpu.append(time.process_time() - busy)
    return seconds, cpu


train, train_cpu = timed(lambda: model.train_on_batch(images, targets))
predict, predict_cpu = timed(lambda: model.predict_on_batch(images))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"version": f"keras {keras.__version__}, tensorflow {tf.__version__}", "train": train, "trainCpu": train_cpu, "predict": predict, "predictCpu": predict_cpu, "peakMegabytes": peak}))
