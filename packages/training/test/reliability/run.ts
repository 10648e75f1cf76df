// node --conditions=@polyhead/source --import tsx run.ts FOLDER EPOCHS
import { useCpu } from '../support/tiny-network';
import { killableRun } from './killable-run';

const [folder = '', epochs = '1'] = process.argv.slice(2);
await useCpu();
await killableRun(folder, Number(epochs));
