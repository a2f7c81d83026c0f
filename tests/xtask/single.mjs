// Makes the single files of bindings-wasm/pkg/single: an ES module, and a classic script that sets
// `fieldbeat`. The WebAssembly module is in them as base64.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('../../bindings-wasm/', import.meta.url));
const formats = {
  'fieldbeat.js': { format: 'esm' },
  // Not every script of a widget runs in the global scope.
  'fieldbeat.global.js': { format: 'iife', globalName: 'fieldbeat', footer: { js: 'globalThis.fieldbeat = fieldbeat;' } },
};
for (const [file, format] of Object.entries(formats)) {
  await build({
    ...format,
    absWorkingDir: here,
    entryPoints: ['single.js'],
    outfile: `pkg/single/${file}`,
    bundle: true,
    minify: true,
    // Of classes: they show in messages.
    keepNames: true,
    platform: 'browser',
    // Those of bindings-wasm/README.md.
    target: ['chrome96', 'edge96', 'firefox79', 'safari15'],
    loader: { '.wasm': 'binary' },
    // Nothing lies beside this file, and no bundler shall look for it.
    define: { 'import.meta.url': 'undefined' },
    logLevel: 'warning',
  });
}
