import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawNetwork, palette } from '@polyhead/report';
import { buildFaceNet, describeNetwork, faceTasks } from 'polyhead';
import { drawPackages } from '../../../scripts/draw-packages';
import { readPackages } from '../../../scripts/read-packages';

const docs = join(__dirname, '../../../docs');
const drawn = (file: string): string => readFileSync(join(docs, file), 'utf8').trimEnd();

// Where one fails: tsx --conditions=@polyhead/source scripts/draw-docs.ts
describe('drawings of the documentation', () => {
  it('show the packages and imports that the manifests have', async () => {
    expect(drawn('packages.svg') === drawPackages(await readPackages(join(docs, '../packages')), palette)).toBe(true);
  });

  it('show the network as it is built', () => {
    expect(drawn('network.svg') === drawNetwork(describeNetwork(buildFaceNet({ tasks: faceTasks() })))).toBe(true);
  });
});
