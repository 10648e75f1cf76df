import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import type { Graph } from './graph';
import { errorMessage, PolyheadError } from '@polyhead/core';

// The part of TensorFlow's protocol buffers that a graph without a signature needs; field numbers as in
// tensorflow/core/protobuf.
const schema = `syntax = "proto3";
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraph meta_graphs = 2; }
message MetaGraph { MetaInfo meta_info_def = 1; GraphDef graph_def = 2; }
message MetaInfo { repeated string tags = 4; string tensorflow_version = 5; }
message GraphDef { repeated NodeDef node = 1; Versions versions = 4; }
message Versions { int32 producer = 1; int32 min_consumer = 2; }
message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
message AttrValue { oneof value {
  ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; Shape shape = 7; Tensor tensor = 8;
} }
message ListValue {
  repeated bytes s = 2; repeated int64 i = 3; repeated float f = 4; repeated bool b = 5; repeated int32 type = 6;
  repeated Shape shape = 7;
}
message Shape { repeated Dim dim = 2; }
message Dim { int64 size = 1; }
message Tensor {
  int32 dtype = 1; Shape tensor_shape = 2; bytes tensor_content = 4; repeated float float_val = 5;
  repeated int32 int_val = 7; repeated bool bool_val = 11;
}
`;
const SavedModel = protobuf.parse(schema).root.lookupType('SavedModel');

/** Writes a graph into a folder, which is created if it does not exist. */
export function writeSavedModel(folder: string, graph: Graph): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(graph));
  } catch (cause) {
    throw new PolyheadError(
      'FILE_UNWRITABLE',
      `compile: cannot write the graph into the folder ${folder}: ${errorMessage(cause)}. ` +
        'Make it writable, or pass another folder (for graphs that run, set TMPDIR).',
      { where: 'compile', path: folder, cause },
    );
  }
}

/** Encodes a graph as a `saved_model.pb` with the tag `serve`, which needs no `variables` folder. */
export function encodeSavedModel(graph: Graph): Uint8Array {
  const node = [...graph.values()].map(({ name, op, inputs, attributes }) => ({
    name,
    op,
    input: inputs.map((input) => input.replace(/:0$/, '')),
    attr: attributes,
  }));
  const graphDef = { node, versions: { producer: 987, minConsumer: 12 } };
  return SavedModel.encode({
    savedModelSchemaVersion: 1,
    metaGraphs: [{ metaInfoDef: { tags: ['serve'], tensorflowVersion: '2.9.1' }, graphDef }],
  }).finish();
}
