import { defaultClientConditions, defineConfig } from 'vite';
import { isolation, security } from './headers';

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
    rollupOptions: {
      output: {
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.wasm')) ? 'assets/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
});
