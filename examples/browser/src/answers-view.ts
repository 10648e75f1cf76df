import { make, percent } from './element';
import type { Answer, Prediction } from './messages';

/** The answers of a network for one image: a number or bars for each task. */
export function answersView(prediction: Prediction): HTMLElement[] {
  return Object.entries(prediction).map(([task, answer]) =>
    answer.type === 'number' ? numberView(task, answer) : labelView(task, answer),
  );
}

/** The same in a sentence, to be read out. */
export function answersInWords(prediction: Prediction): string {
  const words = Object.entries(prediction).map(([task, answer]) =>
    answer.type === 'number'
      ? `${task} ${answer.value.toFixed(1)} ${answer.unit}`
      : `${task} ${answer.label}, ${percent(answer.probabilities[answer.label] ?? 0)}`,
  );
  return `${words.join('; ')}.`;
}

function numberView(task: string, { value, unit }: Extract<Answer, { type: 'number' }>): HTMLElement {
  return make('section', 'answer', make('h3', '', task), make('p', 'big', `${value.toFixed(1)} ${unit}`));
}

function labelView(task: string, { label, probabilities }: Extract<Answer, { type: 'label' }>): HTMLElement {
  const bars = make('dl', 'bars');
  for (const [name, probability] of Object.entries(probabilities).sort(([, one], [, other]) => other - one)) {
    const first = name === label ? ' first' : '';
    const fill = make('span');
    fill.style.width = `${(probability * 100).toFixed(1)}%`;
    const bar = make('dd', `bar${first}`, fill);
    bar.setAttribute('aria-hidden', 'true');
    bars.append(make('dt', first.trim(), name), bar, make('dd', `share${first}`, percent(probability)));
  }
  return make('section', 'answer', make('h3', '', task, make('span', 'told', label)), bars);
}
