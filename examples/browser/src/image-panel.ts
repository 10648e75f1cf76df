import { answersInWords, answersView } from './answers-view';
import { takeImage } from './camera';
import type { Connection } from './connect';
import { createCropView } from './crop-view';
import { element, make, errorMessage } from './element';
import { figureCanvas, newFigures } from './figures';
import type { Source } from './messages';

export interface ImagePanel {
  /** Says which networks there are; an image on show is asked about again. */
  setNetwork(source: Source, facts: string, photographs: boolean): void;
}

/** An image, and what the chosen network says about it. */
export function createImagePanel(connection: Connection): ImagePanel {
  const [drop, zoom, results, problem] = [
    element('drop', HTMLElement),
    element('zoom', HTMLInputElement),
    element('results', HTMLElement),
    element('image-error', HTMLElement),
  ];
  const known = new Map<Source, boolean>();
  let photograph = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void answer(), 120);
  };
  const view = createCropView(element('crop', HTMLCanvasElement), ask);

  const answer = async (): Promise<void> => {
    const [source, image] = [chosenSource(), view.pixels()];
    if (image === undefined || !known.has(source)) {
      results.replaceChildren(make('p', 'empty', hint(image !== undefined, source)));
      return;
    }
    try {
      const [prediction] = await connection.ask('predict', { source, images: [image] });
      const warning =
        photograph && known.get(source) === false
          ? [
              make(
                'p',
                'warn',
                'This network has seen drawn figures only. What it says about anything else means nothing.',
              ),
            ]
          : [];
      results.replaceChildren(...warning, ...answersView(prediction ?? {}));
      problem.textContent = '';
      element('told', HTMLElement).textContent = answersInWords(prediction ?? {});
    } catch (error) {
      problem.textContent = errorMessage(error);
    }
  };
  const show = async (
    image: () => Promise<ImageBitmap | undefined>,
    name: string,
    isPhotograph = true,
  ): Promise<void> => {
    problem.textContent = '';
    try {
      const bitmap = await image();
      if (bitmap === undefined) return;
      photograph = isPhotograph;
      drop.classList.add('filled');
      element('drop-hint', HTMLElement).hidden = true;
      element('zoom-label', HTMLElement).hidden = false;
      zoom.value = '1';
      view.show(bitmap, name);
    } catch (error) {
      problem.textContent = errorMessage(error);
    }
  };

  zoom.addEventListener('input', () => view.zoom(Number(zoom.value)));
  listenForImages(drop, show);
  document.querySelectorAll('input[name=source]').forEach((radio) => radio.addEventListener('change', ask));
  void answer();
  return {
    setNetwork(source, facts, photographs) {
      known.set(source, photographs);
      element(`${source}-facts`, HTMLElement).textContent = facts;
      ask();
    },
  };
}

type Show = (image: () => Promise<ImageBitmap | undefined>, name: string, isPhotograph?: boolean) => Promise<void>;

function listenForImages(drop: HTMLElement, show: Show): void {
  const input = element('file', HTMLInputElement);
  const showFile = (file: File | null | undefined): void => void (file && show(() => decode(file), file.name));
  input.addEventListener('change', () => {
    showFile(input.files?.[0]);
    input.value = '';
  });
  // Anywhere on the page: an image dropped beside the square must not take the page's place.
  for (const type of ['dragenter', 'dragover'])
    document.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) drop.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    showFile(event.dataTransfer?.files[0]);
  });
  document.addEventListener('paste', ({ clipboardData }) => showFile(clipboardData?.files[0]));
  element('camera-button', HTMLButtonElement).addEventListener(
    'click',
    () => void show(takeImage, 'Image from the camera'),
  );
  let seed = Date.now() % 1e6;
  element('figure-button', HTMLButtonElement).addEventListener('click', () => {
    const [figure] = newFigures(1, seed++);
    if (figure !== undefined) void show(() => createImageBitmap(figureCanvas(figure)), 'Drawn figure', false);
  });
}

async function decode(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image', colorSpaceConversion: 'none' });
  } catch (error) {
    throw new Error(`${file.name} cannot be read as an image. Choose a JPEG, PNG or WebP file.`, { cause: error });
  }
}

function chosenSource(): Source {
  return document.querySelector<HTMLInputElement>('input[name=source]:checked')?.value === 'loaded'
    ? 'loaded'
    : 'trained';
}

function hint(hasImage: boolean, source: Source): string {
  const network = source === 'trained' ? 'Train the network above' : 'Choose the folder of a saved model';
  return hasImage ? `${network}, and the answers appear here.` : 'The answers appear here.';
}
