import { jsonLimit } from './model-files';
import { invalidArgument, PolyheadError } from '@polyhead/core';

/** An object of JSON whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const deepest = 64;
const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The object in a JSON file. Throws, naming the file, where it is too large or too deep, is no JSON object, or has a
 * key that could reach an object's prototype.
 */
export function parseJson(file: string, bytes: Uint8Array): JsonObject {
  if (bytes.byteLength > jsonLimit)
    throw invalidArgument(
      'fromArtifacts',
      `expected ${file} to have at most ${jsonLimit} bytes`,
      bytes.byteLength,
      'This is no model that polyhead wrote.',
    );
  const value = parse(file, bytes);
  if (!isObject(value))
    throw invalidArgument(
      'fromArtifacts',
      `expected a JSON object in ${file}`,
      Array.isArray(value) ? 'a list' : typeof value,
    );
  checkMembers(file, value);
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalidArgument(
      'fromArtifacts',
      `expected JSON in ${file}`,
      `something else (${error instanceof Error ? error.message : String(error)})`,
      'Save the model again.',
    );
  }
}

/** Walks without recursion: the depth is what is in doubt. */
function checkMembers(file: string, root: unknown): void {
  const open: [value: unknown, depth: number][] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest)
      throw new PolyheadError(
        'INVALID_MODEL',
        `fromArtifacts: expected ${file} to be nested at most ${deepest} deep. This is no model that polyhead wrote.`,
      );
    for (const [key, member] of Object.entries(value)) {
      if (dangerous.has(key))
        throw new PolyheadError(
          'INVALID_MODEL',
          `fromArtifacts: ${file} has a member "${key}", which no model has. Do not use this file.`,
        );
      open.push([member, depth + 1]);
    }
  }
}
