// A training run whose steps run in a separate thread: tsx --conditions=@polyhead/source threaded-run.ts FOLDER
// EPOCHS
import { useTensorFlow } from '@polyhead/tensorflow';
import { killableRun } from '../../training/test/reliability/killable-run';

const [folder = '', epochs = ''] = process.argv.slice(2);
void useTensorFlow({ thread: true }).then(() => killableRun(folder, Number(epochs)));
