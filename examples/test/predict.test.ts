import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFaceNet, faceTasks, saveModel } from 'polyhead';
import sharp from 'sharp';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'polyhead-predict-'));
const [model, image, text] = [join(folder, 'model'), join(folder, 'image.jpg'), join(folder, 'text.jpg')];

beforeAll(async () => {
  const network = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 16 });
  await saveModel(network, model);
  network.dispose();
  await sharp({ create: { width: 20, height: 20, channels: 3, background: 'teal' } })
    .jpeg()
    .toFile(image);
  writeFileSync(text, 'no image');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the example as a user does; gives what it printed and its exit code. */
function predict(...words: string[]): Promise<{ printed: string; errors: string; code: unknown }> {
  const command = ['--import', 'tsx', '--conditions=@polyhead/source', join(root, 'examples/predict.ts'), ...words];
  return new Promise((resolve) =>
    execFile(process.execPath, command, { cwd: root, timeout: 120_000 }, (error, printed, errors) =>
      resolve({ printed, errors, code: error?.code ?? 0 }),
    ),
  );
}

describe('predict.ts', () => {
  test('predicts what it can read, and says in a line each what it cannot', async () => {
    const { printed, errors, code } = await predict(model, 'nowhere.jpg', text, image, folder);
    expect(printed).toMatch(
      /^\S*image\.jpg\n {2}age: -?\d+\.\d\n {2}race: \w+ \(\d+%\)\n {2}gender: (male|female) \(\d+%\)\n$/,
    );
    expect(errors.trim().split('\n')).toEqual([
      'nowhere.jpg: does not exist',
      `${text}: predict: this image cannot be read: this is of unknown format, and only JPEG and PNG are read without sharp`,
      `${folder}: is a folder, not a file`,
    ]);
    expect(code).toBe(1);
  });

  test.each([
    [['someone.jpg'], 'Pass the folder of a model and at least one image'],
    [['nowhere', 'someone.jpg'], 'loadModel: expected the folder of a saved model, got nowhere, which does not exist.'],
  ])('says what is missing after %p', async (words, message) => {
    const { printed, errors, code } = await predict(...words);
    expect([printed, code]).toEqual(['', 1]);
    expect(errors.trim().split('\n')).toEqual([expect.stringContaining(message)]);
  });
});
