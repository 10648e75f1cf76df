// The table of faults: every row leads to a test that exists.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const page = resolve(__dirname, '../../../../docs/reliability.md');
const text = readFileSync(page, 'utf8');
const table = text.slice(0, text.indexOf('## What is not promised'));
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !/\| Test +\|$/.test(line));

test.each(rows.map((row) => [row.split('|')[1]!.trim().slice(0, 60), row]))('%s: its links lead to tests', (_, row) => {
  const links = [
    ...row
      .split('|')
      .at(-2)!
      .matchAll(/\]\(([^)#]+)\)/g),
  ].map(([, link]) => link!);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    expect(link).toMatch(/\.test\.ts$/);
    expect(readFileSync(join(dirname(page), link), 'utf8')).toMatch(/^\s*(test|it|describe\w*)\b/m);
  }
});

test('there is a row for every kind of fault', () => {
  expect(rows.length).toBeGreaterThan(30);
});
