/** An image in memory. */
export interface RgbImage {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Pixels 0 to 255, [height, width, 3] row by row: red, green, blue. */
  readonly data: Uint8Array;
}
