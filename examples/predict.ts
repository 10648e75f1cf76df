// Predicts age, race and gender of pictures with a saved model: `tsx examples/predict.ts MODEL PICTURE...`
import { readFile } from 'node:fs/promises';
import { loadPredictor, useEngine } from 'polyhead';

const [folder = 'runs/faces/model', ...files] = process.argv.slice(2);
await useEngine('auto');
const predictor = await loadPredictor(folder);

for (const file of files) {
  const prediction = await predictor.predict(await readFile(file));
  console.log(file);
  for (const [task, value] of Object.entries(prediction)) {
    console.log(`  ${task}: ${typeof value === 'number' ? value.toFixed(1) : `${value.label} (${(value.probability * 100).toFixed(0)}%)`}`);
  }
}
