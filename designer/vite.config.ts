import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { slimForms } from '../runtime-ui/vite.config.ts';

const engine = process.env.GUANXI_URL ?? 'http://127.0.0.1:3000';

/** As runtime-ui, below /designer/. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/designer/',
  publicDir: fileURLToPath(new URL('../runtime-ui/public', import.meta.url)),
  plugins: [react(), slimForms()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
  server: {
    port: 5174,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '^/w/[^/]+/api', '/healthz'].map((path) => [path, { target: engine, changeOrigin: true }]),
    ),
  },
});
