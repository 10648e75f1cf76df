import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFaceNet, classification, faceTasks, loadModel, saveModel } from 'polyhead';

const place = (): string => join(mkdtempSync(join(tmpdir(), 'polyhead-save-')), 'model');
const card = (folder: string): string => readFileSync(join(folder, 'README.md'), 'utf8');

describe('saveModel', () => {
  test('writes a model card that says what the network is, and what the law says of faces', async () => {
    const folder = place();
    await saveModel(buildFaceNet({ tasks: faceTasks(), preset: 'small' }), folder);
    expect(card(folder)).toMatch(/^# [\s\S]*38 layers[\s\S]*AI Act[\s\S]*Not evaluated/);
    expect((await loadModel(folder)).imageShape).toEqual([64, 64, 3]);
  });

  test('says nothing of faces where there are none', async () => {
    const folder = place();
    await saveModel(
      buildFaceNet({ tasks: { fruit: classification(['apple', 'pear']) }, preset: 'small', imageSize: 16 }),
      folder,
    );
    expect(card(folder)).not.toContain('AI Act');
  });

  test('leaves a card that is there, and takes one that it is given', async () => {
    const folder = place();
    const network = buildFaceNet({ tasks: faceTasks(), preset: 'small' });
    await saveModel(network, folder, { readme: '# Mine' });
    await saveModel(network, folder);
    expect(card(folder)).toBe('# Mine');
    await saveModel(network, folder, { readme: '# Yours' });
    expect(card(folder)).toBe('# Yours');
  });

  test('writes a generated card again for another model, and keeps it once its mark is removed', async () => {
    const folder = place();
    await saveModel(buildFaceNet({ tasks: faceTasks(), preset: 'small' }), folder);
    const apples = buildFaceNet({
      tasks: { fruit: classification(['apple', 'pear']) },
      preset: 'small',
      imageSize: 16,
    });
    await saveModel(apples, folder);
    expect(card(folder)).not.toContain('AI Act');
    const own = card(folder).replace(/<!--.*-->/, 'Checked by hand.');
    writeFileSync(join(folder, 'README.md'), own);
    await saveModel(apples, folder);
    expect(card(folder)).toBe(own);
  });

  test.each([undefined, '', 3])('says of the folder %p what it expected', async (folder) => {
    const network = buildFaceNet({
      tasks: { fruit: classification(['apple', 'pear']) },
      preset: 'small',
      imageSize: 16,
    });
    await expect(saveModel(network, folder as string)).rejects.toThrow(
      'saveModel: expected the path of a folder, got ',
    );
  });
});
