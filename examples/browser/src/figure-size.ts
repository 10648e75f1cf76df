/** Height and width of drawn figures in pixels, which is what the network trained here sees. */
export const figureSize = 48;
