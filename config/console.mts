import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const root = resolve(import.meta.dirname, '..')
const port = process.env.PORT || '3000'

/** The console's build. `npx vite --config config/console.mts` serves its sources in front of a running demo. */
export default defineConfig({
  root: resolve(root, 'console'),
  base: '/console/',
  publicDir: false,
  cacheDir: resolve(root, 'node_modules/.cache/vite'),
  resolve: { alias: { '@shared': resolve(root, 'shared') } },
  // The server takes only what its own pages send: it has to see under which host the page was opened.
  server: { proxy: { '/api': { target: `http://127.0.0.1:${port}`, changeOrigin: false } } },
  build: {
    outDir: resolve(root, 'dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false }, // an inline script otherwise
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // Named by content, in hex: the server lets browsers keep such files.
        hashCharacters: 'hex',
        entryFileNames: 'assets/[name].[hash].js',
        chunkFileNames: 'assets/[name].[hash].js',
        assetFileNames: 'assets/[name].[hash][extname]',
      },
    },
  },
})
