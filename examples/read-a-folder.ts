// Reads a folder of labeled images, looks at what is in it and splits it; no TensorFlow is touched.
import { binAges, countBy, findDuplicates, scanUtkFace, splitRecords } from 'polyhead';
import { writeDrawnFigures } from './write-drawn-figures';

const folder = process.argv[2] ?? 'runs/drawn-figures';
if (process.argv[2] === undefined) await writeDrawnFigures(folder);

const { records, rejected } = await scanUtkFace(folder, { followLinks: true });
console.log(`${records.length} images, ${rejected.length} rejected`);
for (const { file, reason } of rejected.slice(0, 10)) console.log(`  ${file}: ${reason}`);

console.table(countBy(records, 'race'));
console.table(countBy(records, 'gender'));
console.table(countBy(records, (record) => binAges(record.age)));

const duplicates = findDuplicates(records);
console.log(`${duplicates.length} groups of images with the same bytes`);

const { train, validation, test } = splitRecords(records, { seed: 7, stratifyBy: (record) => record.race });
console.log(`training ${train.length}, validation ${validation.length}, test ${test.length}`);
