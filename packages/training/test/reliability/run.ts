// node --conditions=@polyhead/source --import tsx run.ts FOLDER EPOCHS [NUMBER OF A BATCH THAT NEVER ENDS]
import { useCpu } from '../support/tiny-network';
import { killableRun } from './killable-run';

const [folder = '', epochs = '1', stuck] = process.argv.slice(2);
await useCpu();
await killableRun(folder, Number(epochs), stuck === undefined ? {} : { stuck: Number(stuck) });
