import type { FaceTasks } from '@polyhead/core';
import type { EpochRecord } from '@polyhead/training';
import { createChart } from './chart';
import type { Connection } from './connect';
import { element, make, errorMessage, percent } from './element';
import { createFigureTiles } from './figure-tiles';
import { legendItems } from './figures';
import type { Progress, TrainSettings } from './messages';

type Epoch = EpochRecord<FaceTasks>;

export interface TrainingPanel {
  /** Lets the user train: the engine runs. */
  enable(): void;
}

/** The form, the curves and the new figures. `onTrained` hears when the network has learned something new. */
export function createTrainingPanel(connection: Connection, onTrained: (what: string) => void): TrainingPanel {
  const parts = panelParts();
  const curves = createCurves();
  const tiles = createFigureTiles(connection);
  let epochs = 10;
  element('legend', HTMLUListElement).append(...legendItems());

  connection.onProgress((progress) => {
    showProgress(parts, progress, epochs);
    if (progress.kind !== 'epoch') return;
    curves.add(progress.record, epochs);
    void tiles.tell();
    onTrained(`after ${progress.record.epoch + 1} epochs`);
  });
  parts.form.addEventListener('submit', (event) => {
    event.preventDefault();
    const settings = readSettings(parts.form);
    epochs = settings.epochs;
    curves.clear(epochs);
    void trainAndTell(connection, parts, settings);
  });
  parts.stop.addEventListener('click', () => {
    parts.stop.disabled = true;
    void connection.ask('stop', {});
  });
  parts.save.addEventListener('click', () => void saveModel(connection, parts.status));
  return { enable: () => void (parts.train.disabled = false) };
}

interface Parts {
  readonly form: HTMLFormElement;
  readonly train: HTMLButtonElement;
  readonly stop: HTMLButtonElement;
  readonly save: HTMLButtonElement;
  readonly progress: HTMLProgressElement;
  readonly status: HTMLElement;
}

function panelParts(): Parts {
  return {
    form: element('train-form', HTMLFormElement),
    train: element('train-button', HTMLButtonElement),
    stop: element('stop-button', HTMLButtonElement),
    save: element('save-button', HTMLButtonElement),
    progress: element('train-progress', HTMLProgressElement),
    status: element('train-status', HTMLElement),
  };
}

function readSettings(form: HTMLFormElement): TrainSettings {
  const data = new FormData(form);
  const read = (name: string): number => Number(data.get(name));
  return { figures: read('figures'), epochs: read('epochs'), seed: read('seed') };
}

async function trainAndTell(connection: Connection, parts: Parts, settings: TrainSettings): Promise<void> {
  busy(parts, true);
  parts.status.textContent = `Drawing ${settings.figures} figures …`;
  const start = performance.now();
  try {
    const { stopped } = await connection.ask('train', settings);
    parts.status.textContent = `${stopped ? 'Stopped' : 'Trained'} after ${((performance.now() - start) / 1000).toFixed(0)} seconds. Ask it about new figures below, or save it.`;
    parts.save.hidden = false;
  } catch (error) {
    parts.status.replaceChildren(make('span', 'error', errorMessage(error)));
  } finally {
    busy(parts, false);
  }
}

function busy({ train, stop, progress }: Parts, is: boolean): void {
  train.disabled = is;
  stop.hidden = !is;
  stop.disabled = false;
  progress.hidden = !is;
  progress.value = 0;
}

function showProgress({ progress, status }: Parts, told: Progress, epochs: number): void {
  if (told.kind === 'batch') progress.value = (told.epoch + (told.batch + 1) / told.batches) / epochs;
  else
    status.textContent = `Epoch ${told.record.epoch + 1} of ${epochs}, ${told.record.imagesPerSecond.toFixed(0)} figures a second.`;
}

interface Curves {
  clear(epochs: number): void;
  add(record: Epoch, epochs: number): void;
}

/** Charts, latest numbers and table. */
function createCurves(): Curves {
  const loss = createChart(element('loss-chart', HTMLElement), {
    format: (value) => String(Number(value.toPrecision(2))),
  });
  const accuracy = createChart(element('accuracy-chart', HTMLElement), {
    max: 1,
    format: (value) => `${(value * 100).toFixed(0)}%`,
  });
  const table = element('epochs', HTMLTableSectionElement);
  let seen: Epoch[] = [];
  const draw = (epochs: number): void => {
    const values = (of: (record: Epoch) => number | undefined): number[] => seen.map((record) => of(record) ?? NaN);
    loss.draw(
      [
        { name: 'training', style: 'accent', values: values(({ training }) => training.loss) },
        { name: 'new figures', style: 'second', values: values(({ validation }) => validation?.loss) },
      ],
      epochs,
    );
    accuracy.draw(
      [
        { name: 'gender', style: 'accent', values: values(({ validation }) => validation?.gender.accuracy) },
        { name: 'race', style: 'second', values: values(({ validation }) => validation?.race.accuracy) },
      ],
      epochs,
    );
  };
  draw(10);
  return {
    clear(epochs) {
      seen = [];
      table.replaceChildren();
      draw(epochs);
    },
    add(record, epochs) {
      seen.push(record);
      draw(epochs);
      showNumbers(record);
      table.append(tableRow(record));
    },
  };
}

function showNumbers({ validation }: Epoch): void {
  if (validation === undefined) return;
  const texts = {
    gender: percent(validation.gender.accuracy),
    race: percent(validation.race.accuracy),
    age: `${validation.age.meanAbsoluteError.toFixed(1)} years`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const place = document.querySelector(`#numbers [data-of=${name}]`);
    if (place !== null) place.textContent = text;
  }
}

function tableRow({ epoch, training, validation, imagesPerSecond }: Epoch): HTMLTableRowElement {
  const cells = [
    training.loss.toFixed(3),
    validation?.loss.toFixed(3),
    percent(validation?.gender.accuracy ?? NaN),
    percent(validation?.race.accuracy ?? NaN),
    validation?.age.meanAbsoluteError.toFixed(1),
    imagesPerSecond.toFixed(0),
  ];
  const head = make('th', '', String(epoch + 1));
  head.scope = 'row';
  return make('tr', '', head, ...cells.map((cell) => make('td', '', cell ?? '')));
}

/** Offers the three files of the model as downloads. */
async function saveModel(connection: Connection, status: HTMLElement): Promise<void> {
  try {
    for (const [name, bytes] of Object.entries(await connection.ask('save', {}))) {
      const link = make('a');
      link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    }
    status.textContent =
      'Saved as three files. Put them into a separate folder: it loads here, and in Node with loadPredictor.';
  } catch (error) {
    status.textContent = errorMessage(error);
  }
}
