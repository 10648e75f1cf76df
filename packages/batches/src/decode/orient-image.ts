import type { RgbImage } from './rgb-image';

/**
 * The image turned and mirrored as its EXIF orientation (1 to 8) asks for, so that it stands upright; the image
 * itself for 1.
 */
export function orientImage(image: RgbImage, orientation: number): RgbImage {
  if (orientation < 2 || orientation > 8) return image;
  const { width: inputWidth, height: inputHeight, data: input } = image;
  const swapped = orientation >= 5;
  const width = swapped ? inputHeight : inputWidth;
  const height = swapped ? inputWidth : inputHeight;
  const fromRight = [2, 3, 7, 8].includes(orientation); // input columns count from the right
  const fromBottom = [3, 4, 6, 7].includes(orientation); // input rows count from the bottom
  const data = new Uint8Array(input.length);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = swapped ? y : x;
      const row = swapped ? x : y;
      const from =
        ((fromBottom ? inputHeight - 1 - row : row) * inputWidth + (fromRight ? inputWidth - 1 - column : column)) * 3;
      data[at++] = input[from] as number;
      data[at++] = input[from + 1] as number;
      data[at++] = input[from + 2] as number;
    }
  }
  return { width, height, data };
}
