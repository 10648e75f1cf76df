// Predicts age, race and gender of pictures with a saved model: `pnpm example examples/predict.ts MODEL PICTURE...`; the default model is the one that `start` saves.
import { readFile } from 'node:fs/promises';
import { loadPredictor, useEngine } from 'polyhead';

const [folder = 'runs/faces/model', ...files] = process.argv.slice(2);
if (files.length === 0) console.log('Pass the model and at least one picture: pnpm example examples/predict.ts runs/faces/model someone.jpg');
await useEngine('auto');
const predictor = await loadPredictor(folder);

for (const file of files) {
  const prediction = await predictor.predict(await readFile(file));
  console.log(file);
  for (const [task, value] of Object.entries(prediction)) {
    console.log(`  ${task}: ${typeof value === 'number' ? value.toFixed(1) : `${value.label} (${(value.probability * 100).toFixed(0)}%)`}`);
  }
}
