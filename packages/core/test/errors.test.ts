import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  errorCodes,
  errorMessage,
  fromErrorData,
  invalidArgument,
  isPolyheadError,
  PolyheadError,
  toErrorData,
} from '@polyhead/core';

const details = { where: 'train', path: 'runs/a', expected: 'x', received: 'y', hint: 'z' };

test('docs/errors.md lists every error code with its meaning, and no other', () => {
  const page = readFileSync(join(__dirname, '../../../docs/errors.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_]+)`\s*\| (.*?)\s*\|/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(rows).toEqual(Object.entries(errorCodes));
});

test('PolyheadError holds its code, its fields and the error that led to it', () => {
  const cause = new Error('disk');
  const error = new PolyheadError('FILE_UNWRITABLE', 'train: no', { ...details, cause });
  expect(error).toMatchObject({ name: 'PolyheadError', code: 'FILE_UNWRITABLE', message: 'train: no', ...details });
  expect(error.cause).toBe(cause);
  expect(error).toBeInstanceOf(Error);
});

test('invalidArgument says where, what must hold, what was received and how to fix it', () => {
  const error = invalidArgument('start', '"steps" must be at least 1', 0, 'Pass e.g. 10.');
  expect(error.message).toBe('start: "steps" must be at least 1, got 0. Pass e.g. 10.');
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', where: 'start', received: '0', hint: 'Pass e.g. 10.' });
  expect(invalidArgument('start', 'x', 'y').message).toBe('start: x, got y.');
});

test('isPolyheadError knows errors of another copy of the package by their name and code', () => {
  const copy = Object.assign(new Error('no'), { name: 'PolyheadError', code: 'DISPOSED' });
  expect(isPolyheadError(copy)).toBe(true);
  expect(isPolyheadError(copy, 'INTERNAL')).toBe(false);
  expect(isPolyheadError(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe(false);
  expect([null, 'no', new Error('no')].some((value) => isPolyheadError(value))).toBe(false);
});

test('an error keeps its code and fields on its way through a message between threads', () => {
  const error = new PolyheadError('THREAD_FAILED', 'train: no', details);
  const received = fromErrorData(structuredClone(toErrorData(error)));
  expect(received).toBeInstanceOf(PolyheadError);
  expect(received).toMatchObject({ code: 'THREAD_FAILED', message: 'train: no', ...details });
  expect(fromErrorData(toErrorData('text'))).toEqual(new Error('text'));
});

test('errorMessage reads errors, texts and anything else', () => {
  expect(errorMessage(new Error('no'))).toBe('no');
  expect(errorMessage({ message: 'from a frame' })).toBe('from a frame');
  expect([errorMessage('no'), errorMessage(undefined), errorMessage(null)]).toEqual(['no', 'undefined', 'null']);
});
