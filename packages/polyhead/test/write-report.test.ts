import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version_core as tfjs } from '@tensorflow/tfjs-core';
import { writeReport } from 'polyhead';
import { version as polyhead } from '../package.json';

const history = {
  epochs: [
    { epoch: 0, training: { loss: 2 } },
    { epoch: 1, training: { loss: 1.2 } },
  ],
};
const versionsOf = (json: string): unknown => JSON.parse(readFileSync(json, 'utf8')).reproduction.versions;

describe('writeReport', () => {
  test('says with which versions of Node, polyhead and tfjs it was made, without being told', async () => {
    const { page, json } = await writeReport(join(mkdtempSync(join(tmpdir(), 'written-')), 'report.html'), { history });
    expect(versionsOf(json)).toEqual({ node: process.versions.node, polyhead, tfjs });
    expect(readFileSync(page, 'utf8')).toContain(`<dt>tfjs</dt><dd>${tfjs}</dd>`);
  });

  test('believes the versions that it is told, such as those of an older run', async () => {
    const { json } = await writeReport(join(mkdtempSync(join(tmpdir(), 'written-')), 'report.html'), {
      history,
      reproduction: { versions: { tfjs: '4.0.0', cuda: '12' } },
    });
    expect(versionsOf(json)).toEqual({ node: process.versions.node, polyhead, tfjs: '4.0.0', cuda: '12' });
  });
});
