// The browser's module of tours beside the native addon: the same seed and iterations, the same
// tours, and how many times as long.
//
//     cargo xtask wasm && node bindings-node/build.mjs && node benches/tours.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as native from '../bindings-node/index.mjs';
import * as browser from '../bindings-wasm/route.js';

await browser.init(readFileSync(new URL('../bindings-wasm/pkg/route/fieldbeat_bg.wasm', import.meta.url)));

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

console.log('stops  iterations  native ms  browser ms  ratio');
for (const [count, iterations] of [[50, 20_000], [200, 10_000], [1_000, 5_000], [5_000, 2_000], [20_000, 500], [100_000, 100]]) {
  let state = count;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 1e6);
  };
  const x = Float64Array.from({ length: count }, draw);
  const y = Float64Array.from({ length: count }, draw);
  const options = { seed: 1, budget: { iterations } };
  const [quick, tour] = measured(() => native.orderPlane(x, y, options));
  const [slow, same] = measured(() => browser.orderPlane(x, y, options));
  assert.deepEqual(same, tour);
  const cells = [count, iterations, quick.toFixed(0), slow.toFixed(0), (slow / quick).toFixed(2)];
  console.log(cells.map((cell, column) => String(cell).padStart([5, 10, 9, 10, 5][column])).join('  '));
}
