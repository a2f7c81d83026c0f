// The browser's module of tours beside the native addon: the same seed and iterations, the same
// tours, and how many times as long. Then a hundred thousand stops in two seconds: how far the tour is
// from 0.7124 √(n · area), and what memory the module has, which never shrinks.
//
//     cargo xtask wasm && node bindings-node/build.mjs && node benches/tours.mjs [web]
//
// With `web` it is the module with everything, which is built for size.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as native from '../bindings-node/index.mjs';

const part = process.argv[2] ?? 'route';
const packed = `../bindings-wasm/pkg/${part}/fieldbeat`;
const { default: load } = await import(`${packed}.js`);
const browser = await import(`../bindings-wasm/${part === 'web' ? 'index' : part}.js`);
const module = readFileSync(new URL(`${packed}_bg.wasm`, import.meta.url));
// A module is loaded once: this is the one that `init` attaches.
const { memory } = await load({ module_or_path: module });
await browser.init(module);
const megabytes = () => (memory.buffer.byteLength / 2 ** 20).toFixed(1);
const before = megabytes();

const SIDE = 1e6;

/** Processor milliseconds of the quickest of a few runs, and the answer. */
function measured(order) {
  let best = Infinity;
  let tour;
  for (let run = 0; run < 3; run += 1) {
    const before = process.cpuUsage();
    tour = order();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return [best, tour];
}

/** Points of a square, by a seed. */
function points(count) {
  let state = count;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * SIDE);
  };
  return [Float64Array.from({ length: count }, draw), Float64Array.from({ length: count }, draw)];
}

console.log('stops  iterations  native ms  browser ms  ratio');
for (const [count, iterations] of [[50, 20_000], [200, 10_000], [1_000, 5_000], [5_000, 2_000], [20_000, 500], [100_000, 100]]) {
  const [x, y] = points(count);
  const options = { seed: 1, budget: { iterations } };
  const [quick, tour] = measured(() => native.orderPlane(x, y, options));
  const [slow, same] = measured(() => browser.orderPlane(x, y, options));
  assert.deepEqual(same, tour);
  const cells = [count, iterations, quick.toFixed(0), slow.toFixed(0), (slow / quick).toFixed(2)];
  console.log(cells.map((cell, column) => String(cell).padStart([5, 10, 9, 10, 5][column])).join('  '));
}

const MANY = 100_000;
const [x, y] = points(MANY);
for (const [name, runtime] of [['browser', browser], ['native', native]]) {
  const started = process.cpuUsage();
  const { length } = runtime.orderPlane(x, y, { seed: 1, budget: { time_ms: 2000 } });
  const { user, system } = process.cpuUsage(started);
  const gap = (100 * (length / (0.7124 * SIDE * Math.sqrt(MANY)) - 1)).toFixed(1);
  console.log(`${name}: ${MANY} stops in 2 s, ${((user + system) / 1e6).toFixed(1)} s of a processor: ${gap} %`);
}
console.log(`memory of the module: ${before} MB when loaded, ${megabytes()} MB after all`);
