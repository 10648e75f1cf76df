"""The article's network in PyTorch, channels last. Takes --batch --size --steps, prints seconds per step as JSON."""
import argparse
import json
import resource
import time

import torch
from torch import nn

parser = argparse.ArgumentParser()
for name, default in (("batch", 32), ("size", 198), ("steps", 5)):
    parser.add_argument(f"--{name}", type=int, default=default)
job = parser.parse_args()


def conv(channels, filters, pool):
    return [nn.Conv2d(channels, filters, 3, padding="same"), nn.ReLU(), nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01), nn.MaxPool2d(pool), nn.Dropout(0.25)]


def branch(units):
    side = job.size // 3 // 2 // 2
    convolutions = conv(3, 16, 3) + conv(16, 32, 2) + conv(32, 32, 2)
    return nn.Sequential(*convolutions, nn.Flatten(), nn.Linear(32 * side * side, 128), nn.ReLU(), nn.BatchNorm1d(128, eps=1e-3, momentum=0.01), nn.Dropout(0.5), nn.Linear(128, units))


model = nn.ModuleList([branch(1), branch(5), branch(2)]).to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, eps=1e-7)
images = torch.randint(0, 256, (job.batch, 3, job.size, job.size), dtype=torch.uint8).contiguous(memory_format=torch.channels_last)
index = torch.arange(job.batch)
age, race, gender = torch.linspace(0, 1, job.batch)[:, None], index % 5, nn.functional.one_hot(index % 2, 2).float()


def forward():
    x = images.float().div_(255)
    return [part(x) for part in model]


def train():
    model.train()
    ages, races, genders = forward()
    loss = 4 * nn.functional.mse_loss(ages, age) + 1.5 * nn.functional.cross_entropy(races, race) + 0.1 * nn.functional.binary_cross_entropy_with_logits(genders, gender)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def predict():
    model.eval()
    with torch.inference_mode():
        return [output.numpy() for output in forward()]


def timed(work):
    seconds, cpu = [], []
    for index in range(job.steps + 2):
        start, busy = time.perf_counter(), time.process_time()
        work()
        if index >= 2:
            seconds.append(time.perf_counter() - start)
            cpu.append(time.process_time() - busy)
    return seconds, cpu


seconds, cpu = timed(train)
predict_seconds, predict_cpu = timed(predict)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"version": f"torch {torch.__version__}", "train": seconds, "trainCpu": cpu, "predict": predict_seconds, "predictCpu": predict_cpu, "peakMegabytes": peak}))
