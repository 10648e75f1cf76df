// What a server should send with the page.

/** Threads share memory on pages with these two headers only; without them the page works on one thread. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Lets the browser hold the page to its word: it may talk to the place that it came from, and to nobody else. */
export const security = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; img-src 'self' blob: data:; media-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none'",
};
