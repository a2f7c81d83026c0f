// The package as Node loads it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import * as esm from 'fieldbeat';

const require = createRequire(import.meta.url);
const cjs = require('fieldbeat');

test('import and require give the same functions and classes', () => {
  assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort());
  for (const [name, value] of Object.entries(cjs)) assert.equal(value, esm[name], name);
});

test('nothing but operations, classes and errors is exported', () => {
  const signatures = JSON.parse(readFileSync(new URL('../signatures.json', import.meta.url), 'utf8'));
  const classes = Object.keys(signatures).filter((name) => name.endsWith('.new')).map((name) => name.slice(0, -4));
  const errors = ['AbortError', 'FieldbeatError', 'InputError', 'LimitError', 'PolicyError', 'StateError'];
  for (const name of Object.keys(esm)) {
    assert.ok(errors.includes(name) || classes.includes(name) || /^[a-z]/.test(name), name);
  }
  assert.throws(() => require('fieldbeat/door.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});

test('the engine has the version of the package', () => {
  assert.equal(esm.version(), require('fieldbeat/package.json').version);
});

test('worker threads have the module too', async () => {
  const source = `
    const { parentPort } = require('node:worker_threads');
    const { createRequire } = require('node:module');
    parentPort.postMessage(createRequire(${JSON.stringify(import.meta.url)})('fieldbeat').version());
  `;
  const worker = new Worker(source, { eval: true });
  const version = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(version, esm.version());
  await worker.terminate();
});

for (const page of ['bindings-node/README.md', 'README.md']) test(`the example of ${page} runs as it is`, () => {
  const readme = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
  const [, example] = /```js\n([^]*?)```/.exec(readme);
  const lines = [];
  const run = new Function('fieldbeat', 'console', 'require', example.replace(/^import (\{[^}]*\}) from 'fieldbeat';/m, 'const $1 = fieldbeat;'));
  run(esm, { log: (...words) => lines.push(words.join(' ')) }, require);
  const promised = [...example.matchAll(/\/\/ -> (.*)/g)].map(([, text]) => text);
  assert.ok(promised.length > 0);
  assert.deepEqual(lines, promised);
});
