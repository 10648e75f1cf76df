/** Version of this package, written into saved models. */
export const version = '0.1.0';
