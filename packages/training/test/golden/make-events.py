"""What TensorFlow's record reader and TensorBoard read from event files. Writes events.json beside itself.

First: tsx --conditions=@polyhead/source ../support/write-events.ts events; then number the files of each folder (events.out.tfevents.1, .2).
Python 3.11, tensorflow-cpu==2.21.0, tensorboard==2.21.0.  python make-events.py
"""
import json
import pathlib

import tensorflow as tf
from tensorboard.backend.event_processing import plugin_event_accumulator
from tensorboard.compat.proto import event_pb2

folder = pathlib.Path(__file__).parent / 'events'


def shown(run):
    """What TensorBoard shows of a run, resumed epochs replaced."""
    accumulator = plugin_event_accumulator.EventAccumulator(str(run), tensor_size_guidance={})
    accumulator.Reload()
    series = {}
    for tag in accumulator.Tags()['tensors']:
        plugin = accumulator.SummaryMetadata(tag).plugin_data.plugin_name
        events = accumulator.Tensors(tag)
        arrays = [(event.step, tf.make_ndarray(event.tensor_proto)) for event in events]
        if plugin == 'images':
            arrays = [(step, tf.io.decode_image(array[2]).numpy()) for step, array in arrays]
        series[tag] = {'plugin': plugin, 'values': [[step, array.tolist()] for step, array in arrays]}
    return series


def records(run):
    """Steps of the events that TensorFlow's reader finds in each file, sums checked."""
    return [[event_pb2.Event.FromString(record.numpy()).step for record in tf.data.TFRecordDataset(str(file))] for file in sorted(run.iterdir())]


answers = {run.name: {'steps': records(run), 'shown': shown(run)} for run in sorted(folder.iterdir())}
(pathlib.Path(__file__).parent / 'events.json').write_text(json.dumps(answers, separators=(',', ':')) + '\n')
