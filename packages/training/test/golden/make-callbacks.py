"""What Keras 3's ReduceLROnPlateau and EarlyStopping do on given losses. Writes callbacks.json beside itself.

Python 3.11, keras==3.15.1, tensorflow-cpu==2.21.0, numpy==2.4.6.  python make-callbacks.py
"""
import json
import pathlib

import keras
import numpy as np

random = np.random.default_rng(5)
curves = [
    [1.0, 0.9, 0.8, 0.7, 0.6, 0.5],
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    [1.0, 0.9, 0.95, 0.94, 0.93, 0.89, 0.9, 0.91, 0.92, 0.93, 0.94],
    [1.0, 0.99995, 0.9999, 0.9998, 0.9997, 0.9996, 0.9995],
    *[np.round(1 / (1 + np.arange(20) / 5) + random.random(20) * 0.4, 6).tolist() for _ in range(4)],
]


def model():
    net = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    net.compile(optimizer=keras.optimizers.SGD(learning_rate=1.0), loss="mse")
    return net


def plateau(curve, patience, cooldown, minimum, delta):
    net = model()
    callback = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=patience, cooldown=cooldown, min_lr=minimum, min_delta=delta)
    callback.set_model(net)
    callback.on_train_begin()
    rates = []
    for epoch, loss in enumerate(curve):
        rates.append(float(net.optimizer.learning_rate))
        callback.on_epoch_end(epoch, {"val_loss": loss})
    return {"curve": curve, "patience": patience, "cooldown": cooldown, "minLearningRate": minimum, "minDelta": delta, "rates": rates}


def stopping(curve, patience, delta):
    net = model()
    net.stop_training = False
    callback = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, min_delta=delta)
    callback.set_model(net)
    callback.on_train_begin()
    for epoch, loss in enumerate(curve):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if net.stop_training:
            break
    return {"curve": curve, "patience": patience, "minDelta": delta, "epochs": epoch + 1, "bestEpoch": int(callback.best_epoch)}


result = {
    "keras": keras.__version__,
    "plateau": [plateau(curve, *rest) for curve in curves for rest in ((1, 0, 0.0, 1e-4), (2, 0, 0.1, 1e-4), (2, 2, 0.0, 0.05), (3, 1, 0.0, 0.0))],
    "stopping": [stopping(curve, *rest) for curve in curves for rest in ((1, 0.0), (3, 0.0), (2, 0.05))],
}
pathlib.Path(__file__).with_name("callbacks.json").write_text(json.dumps(result) + "\n")
