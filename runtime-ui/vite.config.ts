import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const engine = process.env.GUANXI_URL ?? 'http://127.0.0.1:3000';

/**
 * @rjsf/core's index also exports a helper for tests that imports rjsf's Ajv validator. Ajv needs
 * `unsafe-eval`, which our Content-Security-Policy refuses: forms validate by form/validator.ts.
 */
export function rjsfWithoutAjv(): Plugin {
  const name = '@rjsf/validator-ajv8';
  return {
    name: 'rjsf-without-ajv',
    enforce: 'pre',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? 'export default undefined' : undefined),
  };
}

/** The server replaces the placeholder by a fresh nonce in every answer. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react(), rjsfWithoutAjv()],
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
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '^/w/[^/]+/api', '/healthz'].map((path) => [path, { target: engine }]),
    ),
  },
});
