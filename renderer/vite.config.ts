import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstPart } from '../electron/dev/first-part.mjs';
import { pseudoLocale } from '../electron/dev/pseudo-locale.mjs';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** For development: the window in a language that does not exist. */
const { BELFRY_PSEUDO_LOCALE: locale } = process.env;

// The page is served as app://belfry/ and screens are paths under it, so its files are named from the root.
export default defineConfig({
  root: folder('.'),
  base: '/',
  plugins: [react(), firstPart(), ...(locale ? [pseudoLocale(locale)] : [])],
  build: {
    outDir: folder('../dist/renderer'),
    emptyOutDir: true,
    // Chromium of Electron 33.
    target: 'chrome130',
    // The page's policy forbids data: fonts and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    // One sheet in one order, whichever part of the program comes first.
    cssCodeSplit: false,
  },
});
