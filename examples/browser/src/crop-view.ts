import type { Pixels } from '@polyhead/model';

/** Most pixels on a side of what is cut out; more would only be shrunk again. */
const most = 800;

export interface CropView {
  /** Shows an image, its middle square first. */
  show(image: ImageBitmap, name: string): void;
  /** The pixels in the square; undefined without an image. */
  pixels(): Pixels | undefined;
  /** Sets how much larger the image is than it must be to fill the square. */
  zoom(factor: number): void;
}

/** A square of an image on a canvas, moved by dragging or by arrow keys. `onChange` hears of every change. */
export function createCropView(canvas: HTMLCanvasElement, onChange: () => void): CropView {
  let image: ImageBitmap | undefined;
  let [centerX, centerY, factor] = [0, 0, 1];
  const side = (): number => (image === undefined ? 1 : Math.min(image.width, image.height) / factor);

  const paint = (target: HTMLCanvasElement): void => {
    const context = target.getContext('2d', { willReadFrequently: target !== canvas });
    if (context === null || image === undefined) return;
    context.imageSmoothingQuality = 'high';
    context.fillStyle = '#fff'; // behind transparent parts
    context.fillRect(0, 0, target.width, target.height);
    context.drawImage(
      image,
      centerX - side() / 2,
      centerY - side() / 2,
      side(),
      side(),
      0,
      0,
      target.width,
      target.height,
    );
  };
  const move = (toX: number, toY: number): void => {
    if (image === undefined) return;
    centerX = clamp(toX, side() / 2, image.width - side() / 2);
    centerY = clamp(toY, side() / 2, image.height - side() / 2);
    paint(canvas);
    onChange();
  };
  const moveBy = (x: number, y: number): void => move(centerX + x * side(), centerY + y * side());

  canvas.addEventListener('pointerdown', ({ pointerId }) => canvas.setPointerCapture(pointerId));
  canvas.addEventListener('pointermove', ({ pointerId, movementX, movementY }) => {
    if (canvas.hasPointerCapture(pointerId)) moveBy(-movementX / canvas.clientWidth, -movementY / canvas.clientHeight);
  });
  canvas.addEventListener('keydown', (event) => {
    const [x, y] =
      { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] }[event.key] ?? [];
    if (x === undefined || y === undefined) return;
    event.preventDefault();
    moveBy(x, y);
  });
  return {
    show(shown, name) {
      image?.close();
      [image, factor] = [shown, 1];
      canvas.tabIndex = 0;
      canvas.setAttribute('role', 'application'); // takes arrow keys
      canvas.setAttribute('aria-label', `${name}; move it with the arrow keys`);
      move(shown.width / 2, shown.height / 2);
    },
    pixels() {
      if (image === undefined) return undefined;
      const size = Math.max(1, Math.round(Math.min(side(), most)));
      const target = document.createElement('canvas');
      Object.assign(target, { width: size, height: size });
      paint(target);
      return target.getContext('2d')?.getImageData(0, 0, size, size);
    },
    zoom(to) {
      factor = to;
      move(centerX, centerY);
    },
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
