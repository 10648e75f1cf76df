import { defaultClientConditions, defineConfig } from 'vite';

// Threads share memory on pages with these two headers only; without them the page works on one thread.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

// Lets the browser hold the page to its word: it may talk to the place that it came from, and to nobody else.
const security = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; img-src 'self' blob: data:; media-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none'",
};

export default defineConfig({
  base: './',
  resolve: { conditions: ['@polyhead/source', ...defaultClientConditions] },
  server: { headers: isolation },
  preview: { headers: { ...isolation, ...security } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
    // tfjs looks for its .wasm file by name.
    rollupOptions: { output: { assetFileNames: ({ names }) => (names.some((name) => name.endsWith('.wasm')) ? 'assets/[name][extname]' : 'assets/[name]-[hash][extname]') } },
  },
});
