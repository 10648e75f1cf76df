import { atLeast, atMost } from './simd';

/**
 * Copies a window of one image [height, width, pixel bytes] to `to`; what lies outside the image is zero.
 * `row` and `column` may be negative (padding) or inside (cropping).
 */
export function copyWindow(
  image: usize,
  height: i32,
  width: i32,
  pixel: i32,
  row: i32,
  rows: i32,
  column: i32,
  columns: i32,
  to: usize,
): void {
  const pitch = columns * pixel;
  const left = atMost(atLeast(-column, 0), columns);
  const right = atLeast(atMost(width - column, columns), left);
  for (let r = row; r < row + rows; r++, to += pitch) {
    if (r < 0 || r >= height) {
      memory.fill(to, 0, pitch);
      continue;
    }
    if (left > 0) memory.fill(to, 0, left * pixel);
    memory.copy(to + left * pixel, image + (r * width + column + left) * pixel, (right - left) * pixel);
    if (right < columns) memory.fill(to + right * pixel, 0, (columns - right) * pixel);
  }
}
