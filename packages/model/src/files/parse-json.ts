import { jsonLimit } from './model-files';
import { modelError, type ModelReader } from './model-error';
import { errorMessage } from '@polyhead/core';

/** A JSON object whose members have not been checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const deepest = 64;
const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Returns the object in a JSON file.
 *
 * @throws {PolyheadError} INVALID_MODEL if the file is too large, nested too deep, not a JSON object, or has a key that
 *   could reach an object's prototype.
 */
export function parseJson(reader: ModelReader, file: string, bytes: Uint8Array): JsonObject {
  if (bytes.byteLength > jsonLimit)
    throw modelError(reader, `expected ${file} to have at most ${jsonLimit} bytes`, bytes.byteLength, {
      hint: 'polyhead did not write this model.',
    });
  const value = parse(reader, file, bytes);
  if (!isObject(value))
    throw modelError(reader, `expected a JSON object in ${file}`, Array.isArray(value) ? 'a list' : typeof value);
  checkMembers(reader, file, value);
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(reader: ModelReader, file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw modelError(reader, `expected JSON in ${file}`, `something else (${errorMessage(error)})`, {
      hint: 'Save the model again.',
      cause: error,
    });
  }
}

/** Walks without recursion, because the depth is what is checked. */
function checkMembers(reader: ModelReader, file: string, root: unknown): void {
  const open: [value: unknown, depth: number][] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest)
      throw modelError(reader, `expected ${file} to be nested at most ${deepest} deep`, undefined, {
        hint: 'polyhead did not write this model.',
      });
    for (const [key, member] of Object.entries(value)) {
      if (dangerous.has(key))
        throw modelError(reader, `${file} has a member "${key}", which no model has`, undefined, {
          hint: 'Do not use this file.',
        });
      open.push([member, depth + 1]);
    }
  }
}
