// Predicts age, race and gender of images with a saved model: `npx -y pnpm@10 example examples/predict.ts MODEL
// IMAGE...`; `start` saves one to runs/faces/model.
import { readFile } from 'node:fs/promises';
import { describeFileError, loadPredictor, useEngine } from 'polyhead';
import { words } from './command-line';

const [folder, ...files] = words;
if (folder === undefined || files.length === 0)
  throw new Error(
    'Pass the folder of a model and at least one image: npx -y pnpm@10 example examples/predict.ts runs/faces/model someone.jpg',
  );
await useEngine('auto');
const predictor = await loadPredictor(folder);

for (const file of files) {
  try {
    const prediction = await predictor.predict(await readFile(file));
    console.log(file);
    for (const [task, value] of Object.entries(prediction)) {
      console.log(
        `  ${task}: ${typeof value === 'number' ? value.toFixed(1) : `${value.label} (${(value.probability * 100).toFixed(0)}%)`}`,
      );
    }
  } catch (error) {
    console.error(`${file}: ${describeFileError(error) ?? (error instanceof Error ? error.message : String(error))}`);
    process.exitCode = 1; // and on to the next one
  }
}
