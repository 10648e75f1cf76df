import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binary, buildFaceNet, faceTasks, regression, saveModel } from 'polyhead';
import { writeDrawnFigures } from '../write-drawn-figures';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'polyhead-evaluate-'));
const [data, model, out] = [join(folder, 'figures'), join(folder, 'model'), join(folder, 'out')];

async function evaluate(...words: string[]): Promise<string> {
  const loader = ['--import', 'tsx', '--conditions=@polyhead/source'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...loader, join(root, 'examples/evaluate.ts'), ...words, '--engine', 'wasm', '--out', out],
    { cwd: root, timeout: 120_000 },
  );
  return stdout;
}

/** What the program says before it ends with an error. */
async function complaint(...words: string[]): Promise<string> {
  return evaluate(...words).then(
    () => 'no error',
    ({ code, stderr }: { code: number; stderr: string }) => `${code}: ${stderr}`,
  );
}

/** Rows by column; cells of these tests hold no line breaks. */
function predictions(): Record<string, string>[] {
  const [header = [], ...rows] = readFileSync(join(out, 'predictions.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
        cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'),
      ),
    );
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

function report() {
  return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
}

beforeAll(async () => {
  await writeDrawnFigures(data, { count: 60, size: 24 });
  const net = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 16 });
  await saveModel(net, model);
  net.dispose();
  const [first = '', second = ''] = readdirSync(data).sort();
  renameSync(join(data, first), join(data, '=SUM(A1).jpg')); // an image without labels, and with a hostile name
  renameSync(join(data, second), join(data, '5_1_20170101000000000.jpg')); // the race is missing
  writeFileSync(join(data, '30_0_2_20170101000000000.jpg'), 'no image');
  writeFileSync(join(data, 'notes.txt'), 'no image');
});

describe('evaluate', () => {
  test('has a row for every image in the order of names, whatever is wrong with it', async () => {
    const printed = await evaluate('--model', model, '--data', data);
    const rows = predictions();
    const numbers = (name: string) => Number(/^\d+/.exec(name)?.[0] ?? -1);
    expect(rows.map(({ file }) => file!.replace('./', '')).sort()).toEqual(
      readdirSync(data)
        .filter((name) => name.endsWith('.jpg'))
        .sort(),
    );
    const ages = rows.map(({ file }) => numbers(file!)).filter((age) => age >= 0);
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
    const find = (end: string) => rows.find(({ file }) => file!.endsWith(end))!;
    expect(find('=SUM(A1).jpg')).toMatchObject({
      file: './=SUM(A1).jpg',
      'age.true': '',
      'race.true': '',
      'race.predicted': expect.stringMatching(/\w/),
      problem: expect.stringContaining('no label: has 1 of the 4 fields'),
    });
    expect(find('5_1_20170101000000000.jpg')).toMatchObject({
      'gender.true': '',
      'gender.predicted': expect.stringMatching(/male/),
      problem: expect.stringContaining('the race may be missing'),
    });
    expect(find('30_0_2_20170101000000000.jpg')).toMatchObject({
      'age.true': '30',
      'race.true': 'asian',
      'race.predicted': '',
      'age.predicted': '',
      problem: expect.stringContaining('cannot be read: '),
    });
    expect(printed).toContain('Images: 61 from');
    expect(printed).toContain('Evaluated 58 of 59 images with labels; 1 of them cannot be read, 3 files were rejected');
  }, 120_000);

  test('reports numbers that follow from the rows, with intervals and groups', () => {
    const rows = predictions().filter((row) => row['race.true'] !== '' && row['race.predicted'] !== '');
    const { data: found, tasks, groups } = report();
    const [age, race, gender] = tasks;
    const share = (name: string) =>
      rows.filter((row) => row[`${name}.true`] === row[`${name}.predicted`]).length / rows.length;
    expect([rows.length, found.records, found.skipped, found.rejected.count]).toEqual([58, 59, 1, 3]);
    expect(race.accuracy.value).toBeCloseTo(share('race'), 10);
    expect(gender.accuracy.value).toBeCloseTo(share('gender'), 10);
    expect(age.meanAbsoluteError.value).toBeCloseTo(
      rows.reduce((sum, row) => sum + Math.abs(Number(row['age.true']) - Number(row['age.predicted'])), 0) /
        rows.length,
      5,
    );
    expect([
      race.accuracy.low <= race.accuracy.value,
      race.accuracy.value <= race.accuracy.high,
      age.meanAbsoluteError.low < age.meanAbsoluteError.high,
    ]).toEqual([true, true, true]);
    expect(
      groups.map(({ task, dimensions }: { task: string; dimensions: { by: string }[] }) => [
        task,
        ...dimensions.map(({ by }) => by),
      ]),
    ).toEqual([
      ['age', 'age', 'race', 'gender'],
      ['race', 'age', 'race', 'gender'],
      ['gender', 'age', 'race', 'gender'],
    ]);
    for (const row of rows)
      expect(
        ['white', 'black', 'asian', 'indian', 'others'].reduce(
          (sum, label) => sum + Number(row[`race.probability.${label}`]),
          0,
        ),
      ).toBeCloseTo(1, 5);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('</html>');
  });

  test('evaluates the average of several models as one', async () => {
    const other = join(folder, 'other');
    const net = buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 16, seed: 5 });
    await saveModel(net, other);
    net.dispose();
    const ages: number[][] = [];
    for (const models of [[model], [other], [model, other]]) {
      await evaluate('--model', ...models, '--data', data);
      ages.push(predictions().flatMap((row) => (row['age.predicted'] === '' ? [] : [Number(row['age.predicted'])])));
    }
    const [one, two, both] = ages as [number[], number[], number[]];
    both.forEach((age, index) => expect(age).toBeCloseTo((one[index]! + two[index]!) / 2, 1));
    expect(one).not.toEqual(two);
  }, 120_000);

  test('takes labels from a CSV file, images in folders below and links, and tasks of any name', async () => {
    const [images, net] = [
      join(folder, 'fruit'),
      buildFaceNet({
        tasks: { weight: regression({ unit: 'g' }), ripe: binary(['no', 'yes']) },
        preset: 'small',
        imageSize: 16,
      }),
    ];
    await saveModel(net, join(folder, 'fruit-model'));
    net.dispose();
    mkdirSync(join(images, 'a'), { recursive: true });
    readdirSync(data)
      .filter((name) => name.endsWith('.chip.jpg'))
      .slice(0, 4)
      .forEach((name, index) => symlinkSync(join(data, name), join(images, index === 0 ? 'a' : '', `${index}.jpg`)));
    writeFileSync(
      join(folder, 'labels.csv'),
      'file,ripe,weight,"as told,race,or none",gender\n1.jpg,yes,20,a,male\na/0.jpg,no,10,b,female\n2.jpg,perhaps,30,c,male\n9.jpg,no,1,d,male\n',
    );
    await evaluate(
      '--model',
      join(folder, 'fruit-model'),
      '--data',
      images,
      '--labels',
      join(folder, 'labels.csv'),
      '--flip',
    );
    expect(predictions().map((row) => [row.file, row['weight.true'], row['ripe.true'], row.problem])).toEqual([
      ['1.jpg', '20', 'yes', ''],
      ['2.jpg', '30', '', 'no label: ripe "perhaps": expected one of no, yes'],
      ['3.jpg', '', '', 'no label: is in no row of the labels'],
      ['a/0.jpg', '10', 'no', ''],
    ]);
    const { tasks, groups, data: found } = report();
    expect([
      tasks.map(({ name, rows }: { name: string; rows: number }) => `${name} ${rows}`),
      groups[0].dimensions.map(({ by }: { by: string }) => by),
      found.rejected.count,
    ]).toEqual([['weight 2', 'ripe 2'], ['ripe', 'gender'], 3]);
  }, 120_000);

  test('predicts images without labels all the same, and says that there is nothing to report', async () => {
    const unlabeled = join(folder, 'unlabeled');
    mkdirSync(unlabeled);
    symlinkSync(join(data, '=SUM(A1).jpg'), join(unlabeled, 'someone.jpg'));
    expect(await complaint('--model', model, '--data', unlabeled)).toMatch(
      /^1: evaluate: none of 1 images has both a prediction and labels for age, race, gender[\s\S]*predictions.csv/,
    );
    expect(predictions()).toMatchObject([{ file: 'someone.jpg', 'gender.predicted': expect.stringMatching(/male/) }]);
    expect(readdirSync(out)).toEqual(['predictions.csv']); // no report of an earlier run
  }, 120_000);

  test('loads custom decoders by --decoder and jpegDecoder by name, rejects others before any report', async () => {
    const [images, own] = [join(folder, 'raw images'), join(folder, 'own-model')];
    mkdirSync(images);
    symlinkSync(
      join(
        data,
        readdirSync(data).find((name) => name.endsWith('.chip.jpg'))!,
      ),
      join(images, '30_0_2_20170101000000000.jpg'),
    );
    writeFileSync(
      join(folder, 'gray.mjs'),
      "export default { name: 'gray', decode: () => ({ width: 1, height: 1, data: Uint8Array.of(9, 9, 9) }) };",
    );
    cpSync(model, own, { recursive: true });
    const file = join(own, 'tasks.json');
    const trainedWith = (decoder: string): void =>
      writeFileSync(
        file,
        JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), preprocessing: { decoder, resize: 'bilinear' } }),
      );
    const words = ['--model', own, '--data', images];
    trainedWith('jpeg');
    await evaluate(...words);
    trainedWith('gray.mjs');
    const [unknown, none] = [
      await complaint(...words),
      await complaint(...words, '--decoder', join(folder, 'none.mjs')),
    ];
    expect(unknown).toMatch(
      /^1: evaluate: the model was trained on images from the decoder "gray.mjs", which is none of built-in, .*Pass --decoder MODULE/,
    );
    expect(none).toMatch(/^1: evaluate: --decoder .*none.mjs cannot be loaded: /);
    expect([predictions()[0]!.problem, readdirSync(out).sort()]).toEqual([
      '',
      ['predictions.csv', 'report.html', 'report.json'],
    ]);
    await evaluate(...words, '--decoder', join(folder, 'gray.mjs'));
    expect(report().reproduction.command).toContain(`--data "${images}"`);
  }, 120_000);

  test('says what is wrong with a model or a folder', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const [none, noModel, noImages, gone] = await Promise.all([
      complaint('--model', join(folder, 'none'), '--data', data),
      complaint('--model', empty, '--data', data),
      complaint('--model', model, '--data', empty),
      complaint('--model', model, '--data', join(folder, 'gone')),
    ]);
    expect(none).toMatch(/^1: loadModel: expected the folder of a saved model, got .*none, which does not exist/);
    expect(noModel).toMatch(/^1: loadModel: .*expected a file "tasks.json", found none/);
    expect(noImages).toMatch(/^1: evaluate: no image in ".*empty": it is empty/);
    expect(gone).toMatch(/^1: scanFolder: folder ".*gone" does not exist/);
  }, 120_000);
});
