import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { '@seikyu/engine': here('../crates/wasm/pkg/web/seikyu_wasm.js') },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        sales: here('index.html'),
        quote: here('quote.html'),
        invoice: here('invoice.html'),
        plan: here('plan.html'),
      },
    },
  },
  server: {
    fs: { allow: [here('..')] },
    proxy: { '/v1': process.env['SEIKYU_URL'] ?? 'http://127.0.0.1:8787' },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
