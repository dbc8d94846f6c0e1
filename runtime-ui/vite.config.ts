import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const engine = process.env.GUANXI_URL ?? 'http://127.0.0.1:3000';

/**
 * What @rjsf/core imports and our forms do not use. The Ajv validator (of a helper for tests) needs
 * `unsafe-eval`, which the Content-Security-Policy refuses: forms validate by form/validator.ts. Help
 * texts are plain, so Markdown (18 KB) stays out too.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  '@rjsf/validator-ajv8': 'export default undefined',
  'markdown-to-jsx/react': 'export const Markdown = ({ children }) => children',
};

export function slimForms(): Plugin {
  return {
    name: 'slim-forms',
    enforce: 'pre',
    resolveId: (id) => (id in LEFT_OUT ? `\0${id}` : undefined),
    load: (id) => (id.startsWith('\0') ? LEFT_OUT[id.slice(1)] : undefined),
  };
}

/** The server replaces the placeholder by a fresh nonce in every answer. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
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
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '^/w/[^/]+/api', '/healthz'].map((path) => [path, { target: engine }]),
    ),
  },
});
