import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { tfRecord } from './record-frame';
import { bytesField, doubleField, intField } from './protobuf';

/** A file of events that TensorBoard reads while it grows. */
export interface EventFile {
  /** Adds the values of one step; none, nothing is written. */
  append(step: number, values: readonly Uint8Array[]): Promise<void>;
}

/**
 * Begins an event file in a folder. From `firstStep` on, the folder's earlier files no longer count: a resumed run
 * replaces what it trains again. (TensorBoard drops what is there at every start of a session but the first.) Source:
 * tensorflow/core/util/event.proto.
 */
export async function openEventFile(folder: string, firstStep: number): Promise<EventFile> {
  await mkdir(folder, { recursive: true });
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
  const file = join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${process.hrtime.bigint()}`);
  const write = async (fields: readonly Uint8Array[]): Promise<void> =>
    appendFile(file, tfRecord(Buffer.concat([doubleField(1, Date.now() / 1000), ...fields])));
  const sessionStart = bytesField(7, intField(1, 1));
  await write([bytesField(3, 'brain.Event:2')]);
  await write([intField(2, firstStep), sessionStart]);
  return {
    append: async (step, values) => {
      if (values.length > 0) await write([intField(2, step), bytesField(5, values)]);
    },
  };
}
