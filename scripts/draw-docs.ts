// Draws the images of the documentation: the network, the packages, and the tutorial's figures from
// docs/figures/numbers.json. Run after one of them has changed: tsx --conditions=@polyhead/source scripts/draw-docs.ts
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFaceNet, describeNetwork, faceTasks } from '../packages/polyhead/src/index';
import {
  distributionPie,
  drawNetwork,
  groupIntervalPlot,
  histogram,
  historyCurve,
  palette,
  type ReportEpoch,
  toSvg,
} from '../packages/report/src/index';
import { drawPackages } from './draw-packages';
import { readPackages } from './read-packages';

interface Numbers {
  utkface: { ages: number[]; races: Record<string, number> };
  run: {
    epochs: ReportEpoch[];
    ageError: { overall: number; groups: { group: string; count: number; value: number; low: number; high: number }[] };
  };
}

/** As on a report's page, where groups of fewer than 20 images have no interval. */
const tooFew = { low: NaN, high: NaN };
const docs = join(import.meta.dirname, '../docs');
const write = (file: string, svg: string): Promise<void> => writeFile(join(docs, file), `${svg}\n`);
const { utkface, run } = JSON.parse(await readFile(join(docs, 'figures/numbers.json'), 'utf8')) as Numbers;

await write('network.svg', drawNetwork(describeNetwork(buildFaceNet({ tasks: faceTasks() }))));
await write('packages.svg', drawPackages(await readPackages(join(docs, '../packages')), palette));
await write('figures/races.svg', await toSvg(distributionPie(utkface.races, { title: 'Races in UTKFace' })));
await write(
  'figures/ages.svg',
  await toSvg(
    histogram(
      utkface.ages.flatMap((count, age) => new Array<number>(count).fill(age)),
      { title: 'Ages in UTKFace', label: 'age in years', bins: 24 },
    ),
  ),
);
await write(
  'figures/loss.svg',
  await toSvg(historyCurve({ epochs: run.epochs }, 'loss', { title: 'Loss of a run on drawn figures' })),
);
await write(
  'figures/groups.svg',
  await toSvg(
    groupIntervalPlot(
      run.ageError.groups.map((group) => ({ by: 'age', ...group, ...(group.count < 20 && tooFew) })),
      { title: 'Error by age, drawn figures', metric: 'mean absolute error in years', overall: run.ageError.overall },
    ),
  ),
);
