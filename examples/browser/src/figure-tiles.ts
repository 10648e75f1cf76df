import type { Connection } from './connect';
import { element, make, errorMessage } from './element';
import { type Figure, figureCanvas, newFigures } from './figures';
import type { Answer, Prediction } from './messages';

const count = 8;
/** An age counts as right when it is this close, in years. */
const close = 10;

export interface FigureTiles {
  /** Asks the network that was trained here about the figures on show. */
  tell(): Promise<void>;
}

/** New figures, with what the network says about each. */
export function createFigureTiles(connection: Connection): FigureTiles {
  const [list, status, button] = [
    element('tiles', HTMLUListElement),
    element('figures-status', HTMLElement),
    element('figures-button', HTMLButtonElement),
  ];
  let seed = 20_000;
  let figures: Figure[] = [];
  let ready = false;
  const show = (): void => {
    figures = newFigures(count, seed++);
    list.replaceChildren(...figures.map((figure) => tile(figure)));
  };
  const tell = async (): Promise<void> => {
    ready = true;
    const asked = figures;
    try {
      const predictions = await connection.ask('predict', {
        source: 'trained',
        images: asked.map(({ image }) => image),
      });
      if (asked !== figures) return;
      list.replaceChildren(...asked.map((figure, index) => tile(figure, predictions[index])));
      status.textContent = summary(asked, predictions);
    } catch (error) {
      status.textContent = errorMessage(error);
    }
  };
  button.addEventListener('click', () => {
    show();
    if (ready) void tell();
  });
  show();
  status.textContent = 'Train the network, and it tells these.';
  return { tell };
}

function tile(figure: Figure, prediction?: Prediction): HTMLLIElement {
  const { labels } = figure;
  const lines = (['gender', 'race', 'age'] as const).map((task) => {
    const answer = prediction?.[task];
    if (answer === undefined) return make('p', '', make('span', 'truth', String(labels[task])));
    const right = isRight(labels[task], answer);
    const told = answer.type === 'number' ? answer.value.toFixed(0) : answer.label;
    return make(
      'p',
      '',
      make('span', 'truth', String(labels[task])),
      make('span', right ? 'right' : 'wrong', `${told} ${right ? '✓' : '✗'}`),
    );
  });
  return make('li', 'tile', figureCanvas(figure), ...lines);
}

function isRight(label: number | string, answer: Answer): boolean {
  return answer.type === 'number' ? Math.abs(answer.value - Number(label)) <= close : answer.label === label;
}

function summary(figures: readonly Figure[], predictions: readonly Prediction[]): string {
  const right = (task: 'gender' | 'race' | 'age'): number =>
    figures.filter(({ labels }, index) => {
      const answer = predictions[index]?.[task];
      return answer !== undefined && isRight(labels[task], answer);
    }).length;
  return `Right: gender ${right('gender')}, race ${right('race')}, age within ${close} years ${right('age')} of ${figures.length}.`;
}
