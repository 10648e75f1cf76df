"""Runs a saved graph a few times and prints, as JSON, the microseconds of each node of the last run."""
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
folder, fetches, runs, operations = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), sys.argv[4]
if os.path.exists(operations):
    tf.load_op_library(operations)
random = np.random.default_rng(1)


def value_for(operation):
    dtype, shape = operation.outputs[0].dtype.as_numpy_dtype, operation.outputs[0].shape.as_list()
    if np.issubdtype(dtype, np.integer):
        return random.integers(0, 250 if len(shape) > 1 else 2, shape).astype(dtype)
    # Variances and second moments must not be negative, so nothing is.
    return (random.random(shape) * 0.1).astype(dtype)


with v1.Session() as session:
    v1.saved_model.loader.load(session, ["serve"], folder)
    operations = session.graph.get_operations()
    placeholders = [operation for operation in operations if operation.type == "Placeholder"]
    fresh = {operation.outputs[0]: value_for(operation) for operation in placeholders if operation.name.endswith("/fresh")}
    inputs = {operation.outputs[0]: value_for(operation) for operation in placeholders if not operation.name.endswith("/fresh")}
    session.run([operation.outputs[0] for operation in operations if operation.name.endswith("/written")], fresh)
    session.run([operation.outputs[0] for operation in operations if operation.name.endswith("/refreshed")])
    wanted = [f"{name}:0" for name in fetches]
    for _ in range(runs):
        session.run(wanted, inputs)
    metadata = v1.RunMetadata()
    session.run(wanted, inputs, options=v1.RunOptions(trace_level=v1.RunOptions.FULL_TRACE), run_metadata=metadata)
nodes = [{"name": node.node_name, "op": node.timeline_label.split("= ")[-1].split("(")[0] if "= " in node.timeline_label else node.timeline_label, "micros": node.op_end_rel_micros - node.op_start_rel_micros} for device in metadata.step_stats.dev_stats for node in device.node_stats]
json.dump(nodes, sys.stdout)
